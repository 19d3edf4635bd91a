import type { Fault, Stage, SubmissionState } from "@bodymark/contracts";
import type { Tone } from "#ui/badge.tsx";

export const SUBMISSION_TEXTS = {
  older: "Older submissions",
  browse: "Browse challenges",
  listTitle: "My submissions",
  listLead: "What your teams have handed in, newest first.",
  empty: "No submissions yet",
  emptyHint: "Choose a challenge, join it, and hand in a container image.",
  states: {
    uploading: "uploading",
    checking: "checking",
    queued: "queued",
    running: "running",
    scoring: "scoring",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
  } satisfies Record<SubmissionState, string>,
  faults: {
    participant: "The cause lies in the submission.",
    platform: "The cause lies with the platform; this does not count against your quota.",
  } satisfies Record<Fault, string>,
  stages: {
    accept: "while the image was checked",
    load: "while the image was loaded into the engine",
    start: "when the container started",
    run: "while the container ran",
    collect: "when its output was collected",
    score: "while its output was scored",
  } satisfies Record<Stage, string>,
  steps: {
    uploaded: "Uploaded",
    checked: "Checked",
    queued: "Queued",
    running: "Running",
    scoring: "Scoring",
    done: "Done",
  },
  logs: "What the container printed, by case:",
  failedCases: (failed: number) => `${failed} ${failed === 1 ? "case" : "cases"} failed`,
  cancel: "Cancel",
  cancelConfirm:
    "Cancel this submission? A running container is stopped within seconds and its results so far are dropped. This cannot be undone.",
  cancelling: "Cancelling: the container is being stopped.",
  counts: "Counts for your team",
  choose: "Let this one count",
  again: "Submit again",
  bundle: "Signed result",
  bundleHint: "A zip with everything about this result, signed by this portal; “bodymark verify” checks it offline.",
  compareWith: "Compare with",
  live: "Live",
  broken: "Not followed any more: the portal refused the connection.",
  comparisonsFailed: "What it can be compared with could not be read.",
  nothingChosen: "nothing",
  reconnecting: "Connection lost, trying again…",
  unserved:
    "It keeps its place and the deadline that it met, and starts by itself as soon as it can. Cancelled before its start, it costs nothing of your quota.",
  hiddenCases:
    "This phase is hidden and open: until it closes, single cases show only whether they are done and how they failed. Ordinals are redrawn for each evaluation.",
} as const;

export const STATE_TONES: Record<SubmissionState, Tone> = {
  uploading: "neutral",
  checking: "accent",
  queued: "neutral",
  running: "accent",
  scoring: "accent",
  done: "good",
  failed: "bad",
  cancelled: "warn",
};
