import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { UI_TEXTS as T } from "./texts.ts";

/** The column that a page's content stands in. */
export function Page({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className="column py-8 sm:py-10">
      <div className={clsx("space-y-8", narrow && "mx-auto max-w-xl")}>{children}</div>
    </div>
  );
}

interface PageHeaderProps {
  title: ReactNode;
  /** Where this page belongs, nearest last. */
  trail?: readonly { href: string; label: string }[];
  lead?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, trail, lead, actions }: PageHeaderProps) {
  return (
    <header className="space-y-3">
      {trail?.length ? (
        <nav aria-label={T.breadcrumb}>
          <ol className="flex flex-wrap gap-x-2 text-muted text-small">
            {trail.map(({ href, label }, index) => (
              <li key={href} className="flex min-w-0 gap-2">
                {index > 0 ? <span aria-hidden>/</span> : null}
                <Link href={href} className="hover:text-ink hover:underline">
                  {label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-3xl flex-1 basis-80 space-y-2">
          <h1 className="break-words">{title}</h1>
          {lead ? <div className="text-muted">{lead}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

interface SectionProps {
  title: string;
  /** For links to this section, and to tie the heading to it. */
  id: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, id, note, actions, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="min-w-0 space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={id} className="scroll-mt-20">
            {title}
          </h2>
          {note ? <p className="max-w-3xl text-muted text-small">{note}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
