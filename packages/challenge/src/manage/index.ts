/** What organizers do while a challenge runs. Each change is audited; what cannot be undone is confirmed first. */
export { type CancelledRescores, cancelRescore } from "./cancel-rescore.ts";
export {
  type BoardComparison,
  type BoardRevision,
  compareBoards,
  listBoards,
  type Standing,
} from "./compare-boards.ts";
export { decideTeam, type TeamDecision } from "./decide-team.ts";
export { disqualifySubmission } from "./disqualify-submission.ts";
export { EXPORT_FORMATS, type ExportFile, type ExportFormat, exportPhase } from "./export-phase.ts";
export type { NeedsRerun } from "./find-rescorable.ts";
export { listEntered, type ManagedSubmission, readEntered } from "./list-entered.ts";
export { type ChallengeQueue, listQueue, type QueuedEvaluation } from "./list-queue.ts";
export { listTeams, type ManagedTeam } from "./list-teams.ts";
export { type Marks, markSubmission } from "./mark-submission.ts";
export { publishPhase } from "./publish-phase.ts";
export type { ExportedSubmission } from "./read-export.ts";
export { readStale, type StaleResults } from "./read-stale.ts";
export { findManagedPhase } from "./require-managed.ts";
export { rerunSubmission } from "./rerun-submission.ts";
export {
  MOST_RERUNS,
  RERUN_CHOICES,
  type RerunChoice,
  type RerunOutcome,
  rerunSubmissions,
} from "./rerun-submissions.ts";
export { type RescoreOutcome, rescorePhase } from "./rescore-phase.ts";
export { restoreSubmission } from "./restore-submission.ts";
