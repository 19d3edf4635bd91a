import type { SubmissionView } from "@bodymark/challenge";
import { formatDuration } from "#ui/format-number.ts";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

export interface Step {
  readonly key: keyof typeof T.steps;
  readonly title: string;
  readonly state: "done" | "now" | "later" | "failed";
  /** What is known of it: a place in the queue, a count. */
  readonly note: string | null;
}

const ORDER = ["uploaded", "checked", "queued", "running", "scoring", "done"] as const;
const NOW: Record<SubmissionView["state"], number> = {
  uploading: 0,
  checking: 1,
  queued: 2,
  running: 3,
  scoring: 4,
  done: 6,
  failed: -1,
  cancelled: -1,
};

/** The way of a submission, as steps: what is behind it, where it stands, what comes. */
export function timeline(
  submission: Pick<SubmissionView, "state" | "failure" | "queue" | "progress" | "evaluation">,
): Step[] {
  const { state, failure, queue, progress, evaluation } = submission;
  const broken = state === "failed" || state === "cancelled";
  const reached = broken ? brokenAt(failure?.stage ?? null, Boolean(evaluation?.startedAt)) : NOW[state];
  return ORDER.map((key, index): Step => {
    const note =
      key === "queued" && queue
        ? `#${queue.position} of ${queue.waiting}${formatEstimate(queue.estimateS)}`
        : key === "running" && progress && reached >= 3
          ? `${progress.done}/${progress.total}`
          : null;
    if (index < reached) return { key, title: T.steps[key], state: "done", note };
    if (index > reached) return { key, title: T.steps[key], state: "later", note: null };
    if (!broken) return { key, title: T.steps[key], state: "now", note };
    return { key, title: state === "cancelled" ? "Cancelled" : "Failed", state: "failed", note };
  });
}

function formatEstimate(estimateS: number | null): string {
  if (estimateS === null) return "";
  return estimateS < 1 ? ", soon" : `, about ${formatDuration(estimateS * 1000)}`;
}

function brokenAt(stage: string | null, started: boolean): number {
  if (stage === "accept" && !started) return 1;
  if (!started) return 2;
  return stage === "score" ? 4 : 3;
}
