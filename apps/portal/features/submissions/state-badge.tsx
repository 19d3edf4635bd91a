import { FINAL_STATES, type SubmissionState } from "@bodymark/contracts";
import { Badge } from "#ui/badge.tsx";
import { STATE_TONES, SUBMISSION_TEXTS as T } from "./texts.ts";

/** A submission's state; one that still moves has a dot that breathes. */
export function StateBadge({ state }: { state: SubmissionState }) {
  return (
    <Badge tone={STATE_TONES[state]}>
      {FINAL_STATES.includes(state) ? null : <span aria-hidden className="breathing size-2 rounded-full bg-current" />}
      {T.states[state]}
    </Badge>
  );
}
