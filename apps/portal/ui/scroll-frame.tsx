import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A framed table that scrolls inside, by keyboard too: a scrolling region without a link must take the focus itself. */
export function ScrollFrame({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above (axe: scrollable-region-focusable)
    <section aria-label={label} tabIndex={0} className={clsx("frame relative overflow-auto", className)}>
      {children}
    </section>
  );
}
