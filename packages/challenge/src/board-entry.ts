import { z } from "zod";

const value = z.number().nullable();

/** One line of a leaderboard as it is kept, in full precision; what a viewer gets may be rounded. */
export const boardEntrySchema = z.object({
  rank: z.number().int().nullable(),
  rankInterval: z.tuple([z.number().int(), z.number().int()]).nullable(),
  score: value,
  submission: z.string(),
  evaluation: z.string(),
  teamId: z.string(),
  team: z.string(),
  anonymous: z.boolean(),
  algorithm: z.string(),
  description: z.string(),
  baseline: z.boolean(),
  verified: z.boolean(),
  /** Evaluated submissions that this team has made in the phase: how often it has seen this test set. */
  attempts: z.number().int(),
  submittedAt: z.string(),
  dice: value,
  nsd: value,
  medianMs: value,
  peakMemoryBytes: value,
  gpuMemoryAucMbS: value,
  failedCases: z.number().int(),
  caseCount: z.number().int(),
  hardware: z.string(),
  fingerprint: z.string().nullable(),
  flags: z.array(z.string()),
  /** Revision of the reference that it was scored against; null on boards from before it was kept. */
  referenceRevision: z.number().int().nullable().default(null),
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
});
export type BoardEntry = z.infer<typeof boardEntrySchema>;
