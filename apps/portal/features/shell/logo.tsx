import Link from "next/link";
import { SHELL_TEXTS } from "./texts.ts";

/** The mark: an axial slice of a body. */
export function Logo() {
  return (
    <Link href="/" className="flex items-center gap-2.5 font-strong text-ink">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7 text-accent">
        <rect width="32" height="32" rx="7" fill="currentColor" />
        <g fill="none" stroke="var(--on-accent)" strokeWidth="2">
          <ellipse cx="16" cy="16.5" rx="11" ry="8.5" />
          <path d="M7.6 14.5c2.6-2.6 6.6-2.4 8 .2s-.6 5.9-3.4 6.3c-2.6.3-5.2-1.3-5.2-4" />
          <circle cx="20.5" cy="14" r="2.3" />
        </g>
        <circle cx="16" cy="22.3" r="1.7" fill="var(--on-accent)" />
      </svg>
      <span className="text-large tracking-tight">{SHELL_TEXTS.product}</span>
    </Link>
  );
}
