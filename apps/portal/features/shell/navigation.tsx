"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";

export interface NavigationLink {
  href: string;
  label: string;
}

/** The main links; the one whose part of the site we are in is marked. */
export function Navigation({ links }: { links: readonly NavigationLink[] }) {
  const path = usePathname();
  return (
    <ul className="flex items-center gap-1">
      {links.map(({ href, label }) => {
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={here ? "page" : undefined}
              className={clsx(
                "block whitespace-nowrap rounded-small px-2.5 py-1.5",
                here ? "font-strong text-ink" : "text-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
