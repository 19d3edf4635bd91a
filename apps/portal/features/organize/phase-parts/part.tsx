import type { PhaseDocument } from "@bodymark/challenge-file";
import type { ReactNode } from "react";

/** What every part of the form is given. */
export interface PartProps {
  phase: PhaseDocument;
  /** What is wrong, by the field's name. */
  errors: Readonly<Record<string, string>>;
}

/** One frame of fields that belong together. */
export function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="frame space-y-4 p-5">
      <div>
        <h3>{title}</h3>
        {note ? <p className="max-w-3xl text-muted text-small">{note}</p> : null}
      </div>
      <div className="grid items-start gap-x-6 gap-y-5 lg:grid-cols-2">{children}</div>
    </section>
  );
}
