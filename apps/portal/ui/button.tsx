import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

const KINDS: Record<ButtonKind, string> = {
  primary: "border-accent bg-accent text-on-accent hover:bg-accent-strong hover:border-accent-strong",
  secondary: "border-edge bg-surface text-ink hover:border-ink",
  quiet: "border-transparent text-ink hover:bg-sunken",
  danger: "border-bad bg-surface text-bad hover:bg-bad-soft",
};

export function buttonClass(kind: ButtonKind = "secondary", size: "small" | "base" = "base"): string {
  return clsx(
    "inline-flex items-center justify-center gap-2 rounded-base border font-strong whitespace-nowrap select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    size === "base" ? "min-h-10 px-4 py-1.5" : "min-h-8 px-2.5 py-1 text-small",
    KINDS[kind],
  );
}

interface Look {
  kind?: ButtonKind;
  size?: "small" | "base";
}

export function Button({ kind, size, className, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  return <button type={type} className={clsx(buttonClass(kind, size), className)} {...rest} />;
}

export function ButtonLink({ kind, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={clsx(buttonClass(kind, size), className)} {...rest} />;
}
