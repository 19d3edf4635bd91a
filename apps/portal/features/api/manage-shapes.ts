import { submissionStateSchema } from "@bodymark/contracts";
import { z } from "zod";

// What organizers get and send while a challenge runs, for the API; the values come from packages/challenge.

const value = z.number().nullable();

export const confirmSchema = z.object({
  confirm: z
    .string()
    .max(100)
    .optional()
    .describe("The token of a `confirmation-needed` answer, which says what it does"),
});

export const teamShape = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().describe("pending, approved or refused"),
  createdAt: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      emailVerified: z.boolean(),
      affiliation: z.string().nullable(),
      country: z.string().nullable(),
      role: z.string(),
    }),
  ),
  submissions: z.number().int(),
});

export const managedSubmissionShape = z.object({
  id: z.string(),
  algorithm: z.string(),
  team: z.object({ id: z.string(), name: z.string() }),
  phase: z.object({ slug: z.string(), title: z.string() }),
  state: submissionStateSchema,
  failureCode: z.string().nullable(),
  createdAt: z.string(),
  charged: z.boolean(),
  baseline: z.boolean(),
  verified: z.boolean(),
  disqualified: z.object({ at: z.string(), reason: z.string() }).nullable(),
  result: z
    .object({
      attempt: z.number().int(),
      kind: z.string(),
      dice: value,
      nsd: value,
      medianMs: value,
      failedCases: z.number().int(),
      referenceRevision: value,
      scorerVersion: z.string().nullable(),
      outdated: z.boolean().describe("The reference has been mended since"),
    })
    .nullable(),
  evaluations: z.array(
    z.object({
      attempt: z.number().int(),
      kind: z.string(),
      state: z.string(),
      failure: z.string().nullable(),
      finishedAt: z.string().nullable(),
    }),
  ),
});

export const journalLineShape = z.object({
  at: z.string(),
  attempt: z.number().int(),
  worker: z.string().nullable(),
  ordinal: z.number().int().nullable(),
  stage: z.string(),
  message: z.string(),
});

const leftOut = z.object({ submission: z.string(), algorithm: z.string(), team: z.string(), why: z.string() });

export const rescoreShape = z.object({
  referenceRevision: z.number().int(),
  queued: z.array(z.object({ submission: z.string(), evaluation: z.string() })),
  needsRerun: z.array(leftOut).describe("Without kept predictions: these need a re-run"),
  underWay: z.array(leftOut),
});

export const cancelledRescoreShape = z.object({
  cancelled: z.array(z.string()).describe("Submissions whose re-scoring had not begun"),
  stopping: z.array(z.string()).describe("Those being scored just now: ended within seconds"),
});

export const rerunShape = z.object({
  queued: z.array(z.object({ submission: z.string(), evaluation: z.string(), attempt: z.number().int() })),
  leftOut: z.array(leftOut),
});

export const queueShape = z.object({
  workers: z.object({ connected: z.number().int(), taking: z.number().int() }),
  items: z.array(
    z.object({
      submission: z.string(),
      algorithm: z.string(),
      team: z.string(),
      phase: z.object({ slug: z.string(), title: z.string() }),
      attempt: z.number().int(),
      kind: z.enum(["run", "rescore"]),
      state: z.enum(["queued", "running", "scoring"]),
      queuedAt: z.string(),
      startedAt: z.string().nullable(),
      progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
      position: z.number().int().nullable().describe("Among all that waits on this platform; 1 is next"),
      estimateS: value.describe("Seconds until it starts"),
      reason: z.string().nullable().describe("Why no worker can take it as things are"),
      faults: z.number().int(),
      lastFault: z.string().nullable(),
      stopping: z.boolean(),
    }),
  ),
});

export const staleShape = z.object({
  phase: z.object({ slug: z.string(), title: z.string() }),
  referenceRevision: z.number().int(),
  outdated: z.number().int(),
  results: z.number().int(),
  underWay: z.number().int().describe("Re-scorings that wait or go on"),
});

export const boardRevisionShape = z.object({
  number: z.number().int(),
  at: z.string(),
  reason: z.string(),
  referenceRevision: z.number().int(),
  scorerVersion: z.string().nullable(),
});

const standing = z.object({ rank: value, score: value, dice: value, nsd: value }).nullable();

export const comparisonShape = z.object({
  before: boardRevisionShape,
  after: boardRevisionShape,
  entries: z.array(
    z.object({ submission: z.string(), algorithm: z.string(), team: z.string(), before: standing, after: standing }),
  ),
});
