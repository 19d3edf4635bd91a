import {
  caseStateSchema,
  caseStatusSchema,
  failureCodeSchema,
  faultSchema,
  limitsSchema,
  stageSchema,
  structureSchema,
  structureScoreSchema,
  submissionStateSchema,
} from "@bodymark/contracts";
import { z } from "zod";

// What the API answers, for its OpenAPI description; the values come from packages/challenge.

const value = z.number().nullable();
const instant = z.iso.datetime();

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
});

export const phaseShape = z.object({
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  kind: z.enum(["debug", "open", "final"]),
  status: z.enum(["upcoming", "open", "closed"]),
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  caseVisibility: z.enum(["public", "hidden"]),
  caseCount: z.number().int(),
  profile: z.string(),
  limits: limitsSchema,
  definition: z.string(),
  scheme: z.string(),
  schemeHash: z.string().nullable(),
  quota: z.object({
    count: z.number().int().nullable(),
    windowS: z.number().int(),
    failures: z
      .number()
      .int()
      .nullable()
      .describe("Limit of the participant's own failures; null: they count like others"),
  }),
});

export const challengeCardShape = z.object({
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  structures: z.number().int().describe("How many structures are scored"),
  teams: z.number().int(),
  phases: z.array(phaseShape),
});

export const challengeShape = z.object({
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  overview: z.string().describe("Markdown"),
  rules: z.string().describe("Markdown"),
  dataNotes: z.string().describe("Markdown"),
  structures: z.array(structureSchema),
  phases: z.array(phaseShape),
  teams: z.number().int(),
  organizers: z.array(z.string()),
});

export const leaderboardShape = z.object({
  challenge: z.string(),
  phase: z.string(),
  scheme: z.string(),
  official: z.boolean().describe("Whether that is the phase's own scheme; any other is exploratory"),
  officialScheme: z.string(),
  schemes: z.array(z.string()).describe("Schemes by which you may read this board"),
  schemeHash: z.string().nullable(),
  definition: z.string(),
  revision: z.number().int(),
  referenceRevision: z.number().int().describe("Revision of the reference that the board stands on"),
  outdatedEntries: z.number().int().describe("Entries scored against an older reference than there is"),
  scorerVersion: z.string().nullable(),
  updatedAt: instant.nullable(),
  caseCount: z.number().int(),
  rounded: z.boolean().describe("Figures are rounded while a hidden phase is open"),
  published: z.boolean(),
  amendments: z
    .array(z.object({ at: instant, reason: z.string(), fields: z.array(z.string()) }))
    .describe("Changes of what was frozen when the phase opened"),
  entries: z.array(
    z.object({
      rank: z.number().int().nullable(),
      rankInterval: z.tuple([z.number().int(), z.number().int()]).nullable().describe("Bootstrap rank range, 95 %"),
      score: value,
      team: z.string(),
      algorithm: z.string(),
      submission: z.string(),
      baseline: z.boolean(),
      verified: z.boolean(),
      attempts: z.number().int().describe("Evaluated submissions of this team in this phase"),
      submittedAt: instant,
      dice: value,
      nsd: value,
      medianMs: value.describe("Median time of a case in a fresh process, milliseconds"),
      peakMemoryBytes: value,
      gpuMemoryAucMbS: value,
      structures: z.array(
        z.object({
          label: z.number().int(),
          name: z.string(),
          cases: z.number().int(),
          dice: value,
          nsd: value,
          hd95Mm: value,
        }),
      ),
      groups: z.array(z.object({ name: z.string(), dice: value, nsd: value })),
      failedCases: z.number().int(),
      caseCount: z.number().int(),
      hardware: z.string(),
      fingerprint: z.string().nullable(),
      flags: z.array(z.string()),
      referenceRevision: z.number().int().nullable(),
    }),
  ),
});
export type LeaderboardAnswer = z.infer<typeof leaderboardShape>;

export const submissionShape = z.object({
  id: z.string(),
  state: submissionStateSchema,
  algorithm: z.string(),
  challenge: z.object({ slug: z.string(), title: z.string() }),
  phase: z.looseObject({ slug: z.string(), title: z.string() }),
  team: z.object({ id: z.string(), name: z.string() }),
  createdAt: instant,
  receivedAt: instant,
  finishedAt: instant.nullable(),
  image: z.object({ digest: z.string(), sizeBytes: z.number().int() }).nullable(),
  queue: z
    .object({
      position: z.number().int().describe("1 is next"),
      waiting: z.number().int(),
      estimateS: z.number().nullable().describe("Seconds until it starts, by the phase's recent evaluations"),
      reason: z.string().nullable().describe("Why no worker can take it as things are"),
    })
    .nullable(),
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  failure: z
    .object({
      code: failureCodeSchema,
      stage: stageSchema,
      fault: faultSchema,
      title: z.string(),
      what: z.string(),
      next: z.string(),
      detail: z.string().nullable(),
    })
    .nullable(),
  summary: z
    .looseObject({
      meanDice: value,
      meanNsd: value,
      medianMs: value,
      failedCases: z.number().int(),
      caseCount: z.number().int(),
      rounded: z.boolean(),
    })
    .nullable(),
  cases: z
    .array(
      z.looseObject({
        ordinal: z.number().int(),
        state: caseStateSchema,
        status: caseStatusSchema.nullable(),
        medianMs: value,
        peakMemoryBytes: value,
        log: z.boolean().describe("Whether its log can be read, at cases/{ordinal}/log"),
        structures: z.array(structureScoreSchema).nullable(),
      }),
    )
    .describe("Figures are null while a hidden phase is open"),
});

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});
