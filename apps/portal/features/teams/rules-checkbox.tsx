import type { ReactNode } from "react";

/** Accepting the rules; `below` leads to them. */
export function RulesCheckbox({
  label,
  error,
  below,
}: {
  label: string;
  error?: string | undefined;
  below?: ReactNode;
}) {
  return (
    <div className="space-y-1">
      <label className="flex gap-3">
        <input
          type="checkbox"
          name="rules"
          required
          aria-invalid={error ? true : undefined}
          aria-describedby="rules-error"
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        {label}
      </label>
      {below ? <p className="pl-7 text-small">{below}</p> : null}
      <p id="rules-error" className="pl-7 text-bad text-small" aria-live="polite">
        {error ?? ""}
      </p>
    </div>
  );
}
