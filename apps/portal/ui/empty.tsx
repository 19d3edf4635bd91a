import type { ReactNode } from "react";

/** What will be here, and how to begin. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-base border border-edge/60 border-dashed px-6 py-10 text-center">
      <p className="font-strong">{title}</p>
      {children ? <div className="mx-auto mt-1 max-w-xl space-y-4 text-muted">{children}</div> : null}
    </div>
  );
}
