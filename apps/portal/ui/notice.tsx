import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const LOOKS = {
  info: { icon: Info, className: "border-line bg-surface", iconClass: "text-accent" },
  good: { icon: CircleCheck, className: "border-good bg-good-soft", iconClass: "text-good" },
  warn: { icon: TriangleAlert, className: "border-warn bg-warn-soft", iconClass: "text-warn" },
  bad: { icon: CircleAlert, className: "border-bad bg-bad-soft", iconClass: "text-bad" },
} as const;

interface NoticeProps {
  tone?: keyof typeof LOOKS;
  title?: string;
  children?: ReactNode;
  /** Announced by screen readers when it appears. */
  live?: boolean;
}

/** A message within the page: what happened, whose fault it is, what to do next. */
export function Notice({ tone = "info", title, children, live = false }: NoticeProps) {
  const { icon: Icon, className, iconClass } = LOOKS[tone];
  return (
    <div
      className={clsx("flex gap-3 rounded-base border px-4 py-3", className)}
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", iconClass)} />
      <div className="min-w-0 flex-1 space-y-1">
        {title ? <p className="font-strong">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
