import type { SubmissionView } from "@bodymark/challenge";
import { clsx } from "clsx";
import { Check, X } from "lucide-react";
import { SUBMISSION_TEXTS as T } from "./texts.ts";
import { timeline } from "./timeline.ts";

const WORDS = { done: "done", now: "in progress", later: "to come", failed: "ended here" } as const;

/** The timeline of a submission; a row on a desk, a column on a phone. */
export function TimelineList({ submission }: { submission: SubmissionView }) {
  const steps = timeline(submission);
  return (
    <ol aria-label={T.progress} className="flex flex-col gap-y-0 md:flex-row">
      {steps.map((step, index) => (
        <li
          key={step.key}
          aria-current={step.state === "now" || step.state === "failed" ? "step" : undefined}
          className="relative flex flex-1 gap-3 pb-4 last:pb-0 md:flex-col md:gap-2 md:pb-0"
        >
          {index < steps.length - 1 ? (
            <span
              aria-hidden
              className={clsx(
                "absolute top-6 bottom-0 left-[11px] w-0.5 md:top-[11px] md:right-0 md:bottom-auto md:left-6 md:h-0.5 md:w-auto",
                step.state === "done" ? "bg-accent" : "bg-line",
              )}
            />
          ) : null}
          <span
            className={clsx(
              "relative flex size-6 shrink-0 items-center justify-center rounded-full border-2",
              step.state === "done" && "border-accent bg-accent text-on-accent",
              step.state === "now" && "border-accent bg-surface",
              step.state === "later" && "border-line bg-surface",
              step.state === "failed" && "border-bad bg-bad text-surface",
            )}
          >
            {step.state === "done" ? <Check aria-hidden className="size-3.5" strokeWidth={3} /> : null}
            {step.state === "failed" ? <X aria-hidden className="size-3.5" strokeWidth={3} /> : null}
            {step.state === "now" ? <span className="breathing size-2.5 rounded-full bg-accent" /> : null}
          </span>
          <span className="min-w-0 pr-3">
            <span className={clsx("block", step.state === "later" ? "text-muted" : "font-strong")}>
              {step.title}
              <span className="sr-only">, {WORDS[step.state]}</span>
            </span>
            <span className="numbers block text-muted text-small md:min-h-5">{step.note}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
