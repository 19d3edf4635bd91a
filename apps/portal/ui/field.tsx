import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { UI_TEXTS as T } from "./texts.ts";

const CONTROL =
  "w-full rounded-base border bg-surface px-3 py-2 text-ink placeholder:text-muted disabled:opacity-60 aria-invalid:border-bad";

interface FieldProps {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
}

function Frame({ name, label, hint, error, optional, children }: FieldProps & { children: ReactNode }) {
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 block font-strong">
        {label}
        {optional ? <span className="font-normal text-muted"> {T.optional}</span> : null}
      </label>
      {hint ? (
        <p id={`${name}-hint`} className="mb-1.5 text-muted text-small">
          {hint}
        </p>
      ) : null}
      {children}
      <p id={`${name}-error`} className={clsx("mt-1.5 text-bad text-small", !error && "sr-only")} aria-live="polite">
        {error ?? ""}
      </p>
    </div>
  );
}

function describedBy(name: string, hint: ReactNode): string {
  return hint ? `${name}-hint ${name}-error` : `${name}-error`;
}

/** A labelled text field with its hint and error. */
export function Field({ label, hint, error, optional, ...input }: FieldProps & Omit<ComponentProps<"input">, "name">) {
  const { name, className } = input;
  return (
    <Frame name={name} label={label} hint={hint} error={error} optional={optional ?? false}>
      <input
        id={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint)}
        required={!optional}
        {...input}
        className={clsx(CONTROL, "h-10 border-edge", className)}
      />
    </Frame>
  );
}

/** A labelled field of several lines. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  ...area
}: FieldProps & Omit<ComponentProps<"textarea">, "name">) {
  const { name, className } = area;
  return (
    <Frame name={name} label={label} hint={hint} error={error} optional={optional ?? false}>
      <textarea
        id={name}
        rows={4}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint)}
        required={!optional}
        {...area}
        className={clsx(CONTROL, "border-edge", className)}
      />
    </Frame>
  );
}

/** A labelled choice among named values, for forms. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  options,
  ...select
}: FieldProps &
  Omit<ComponentProps<"select">, "name" | "children"> & { options: readonly (readonly [string, string])[] }) {
  const { name, className } = select;
  return (
    <Frame name={name} label={label} hint={hint} error={error} optional={optional ?? false}>
      <select
        id={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint)}
        {...select}
        className={clsx(CONTROL, "h-10 border-edge", className)}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A native select: works with every keyboard and screen reader, and opens the phone's own list. */
export function Select({ label, className, ...rest }: ComponentProps<"select"> & { label: string }) {
  return (
    <label className={clsx("inline-flex max-w-full items-center gap-2 text-small", className)}>
      <span className="shrink-0 text-muted">{label}</span>
      <select className="h-8 min-w-0 rounded-small border border-edge bg-surface px-2 text-ink text-small" {...rest} />
    </label>
  );
}
