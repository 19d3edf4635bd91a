import { z } from "zod";
import { failureCodeSchema, failureSchema } from "./failure.ts";
import { sandboxSchema } from "./profiles.ts";
import { caseStatusSchema, scorerSchema, structureScoreSchema } from "./scores.ts";

const value = z.number().finite().nullable();

/** Where an evaluation ran. Results whose fingerprints differ are not comparable in time. */
export const environmentSchema = z.object({
  cpu: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number().int(),
  gpu: z.string().nullable(),
  engine: z.string(),
  runtime: z.string(),
  fingerprint: z.string(),
  sandbox: sandboxSchema,
  missingControls: z.array(z.string()),
  flags: z.array(z.string()),
});
export type Environment = z.infer<typeof environmentSchema>;

/** Time of a case: FinishedAt − StartedAt of each repeat's container, in milliseconds. */
export const timingSchema = z.object({ repeatsMs: z.array(z.number()), medianMs: value });
export type Timing = z.infer<typeof timingSchema>;

export const resourcesSchema = z.object({
  cpuMs: value,
  peakMemoryBytes: value,
  gpuPeakMemoryBytes: value,
  gpuMemoryAucMbS: value,
  /** The same without what was in use before the run. */
  gpuMemoryAucAboveIdleMbS: value.optional(),
  gpuEnergyJ: value,
});
export type Resources = z.infer<typeof resourcesSchema>;

/** One case of an evaluation. `ordinal` is its place, from 1, never the order of running. */
export const caseResultSchema = z.object({
  case: z.string(),
  ordinal: z.number().int().min(1),
  status: caseStatusSchema,
  failure: failureSchema.nullable(),
  flags: z.array(z.string()).optional(),
  timing: timingSchema,
  resources: resourcesSchema,
  structures: z.array(structureScoreSchema),
});
export type CaseResult = z.infer<typeof caseResultSchema>;

export const summarySchema = z.object({
  meanDice: value,
  meanNsd: value,
  medianMs: value,
  failedCases: z.number().int(),
});
export type Summary = z.infer<typeof summarySchema>;

export const imageSchema = z.object({ digest: z.string(), sizeBytes: z.number().int() });

export const resultFileSchema = z.object({
  schema: z.literal("bodymark.result/1"),
  image: imageSchema,
  environment: environmentSchema,
  scorer: scorerSchema,
  cases: z.array(caseResultSchema),
  summary: summarySchema,
});
export type ResultFile = z.infer<typeof resultFileSchema>;

export const rejectedFileSchema = z.object({
  schema: z.literal("bodymark.result/1"),
  rejected: z.object({ code: failureCodeSchema, message: z.string() }),
});
export type RejectedFile = z.infer<typeof rejectedFileSchema>;
