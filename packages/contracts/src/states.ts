import { z } from "zod";

/** Where a submission stands, as everybody sees it. */
export const SUBMISSION_STATES = [
  "uploading",
  "checking",
  "queued",
  "running",
  "scoring",
  "done",
  "failed",
  "cancelled",
] as const;
export const submissionStateSchema = z.enum(SUBMISSION_STATES);
export type SubmissionState = z.infer<typeof submissionStateSchema>;

/** States that no longer change by themselves. */
export const FINAL_STATES: readonly SubmissionState[] = ["done", "failed", "cancelled"];

/** Where one case of an evaluation stands. */
export const CASE_STATES = ["waiting", "running", "scoring", "done"] as const;
export const caseStateSchema = z.enum(CASE_STATES);
export type CaseState = z.infer<typeof caseStateSchema>;

export const PHASE_KINDS = ["debug", "open", "final"] as const;
export const phaseKindSchema = z.enum(PHASE_KINDS);
export type PhaseKind = z.infer<typeof phaseKindSchema>;

export const CASE_VISIBILITIES = ["public", "hidden"] as const;
export const caseVisibilitySchema = z.enum(CASE_VISIBILITIES);
export type CaseVisibility = z.infer<typeof caseVisibilitySchema>;

/** Whether full logs of runs are kept and shown to the team: never, or where every case of the phase is public. */
export const LOG_POLICIES = ["never", "public-cases"] as const;
export const logPolicySchema = z.enum(LOG_POLICIES);
export type LogPolicy = z.infer<typeof logPolicySchema>;

/** Which submissions of a team stand on the board. */
export const COUNTING_RULES = ["best", "latest", "chosen", "all"] as const;
export const countingRuleSchema = z.enum(COUNTING_RULES);
export type CountingRule = z.infer<typeof countingRuleSchema>;

export const ROLES = ["participant", "organizer", "operator"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
