import { clsx } from "clsx";
import type { ComponentProps } from "react";

interface ChoiceProps extends Omit<ComponentProps<"select">, "name"> {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  options: readonly (readonly [value: string, text: string])[];
}

/** A labelled native select over the form's whole width. */
export function Choice({ name, label, hint, error, options, className, ...select }: ChoiceProps) {
  return (
    <div className={className}>
      <label htmlFor={name} className="mb-1.5 block font-strong">
        {label}
      </label>
      {hint ? (
        <p id={`${name}-hint`} className="mb-1.5 text-muted text-small">
          {hint}
        </p>
      ) : null}
      <select
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint ? `${name}-hint ${name}-error` : `${name}-error`}
        className="h-10 w-full min-w-0 rounded-base border border-edge bg-surface px-3 text-ink disabled:opacity-60 aria-invalid:border-bad"
        {...select}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <p id={`${name}-error`} className={clsx("mt-1.5 text-bad text-small", !error && "sr-only")} aria-live="polite">
        {error ?? ""}
      </p>
    </div>
  );
}
