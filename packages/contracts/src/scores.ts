import { z } from "zod";
import { DEFINITIONS, METRICS } from "./definitions.ts";
import { failureCodeSchema } from "./failure.ts";

export const metricSchema = z.enum(METRICS);
export const definitionSchema = z.enum(DEFINITIONS);

/** What a structure's cell is worth: computed, empty on one side or both, or its case's failure code. */
export const structureStatusSchema = z.union([
  z.enum(["ok", "prediction-empty", "reference-empty", "both-empty"]),
  failureCodeSchema,
]);
export type StructureStatus = z.infer<typeof structureStatusSchema>;

export const caseStatusSchema = z.union([z.literal("ok"), failureCodeSchema]);
export type CaseStatus = z.infer<typeof caseStatusSchema>;

const value = z.number().finite().nullable();
/** NSD at one tolerance, or keyed by `String(mm)` where the structures file lists several. */
export const nsdSchema = z.union([value, z.record(z.string(), value)]);

/** One structure of one case. Values not counted are null; distances are millimetres, volumes mm³. */
export const structureScoreSchema = z.object({
  label: z.number().int(),
  name: z.string(),
  status: structureStatusSchema,
  dice: value.optional(),
  nsd: nsdSchema.optional(),
  hd95Mm: value.optional(),
  assdMm: value.optional(),
  referenceVolumeMm3: value.optional(),
  predictionVolumeMm3: value.optional(),
});
export type StructureScore = z.infer<typeof structureScoreSchema>;

export const caseScoresSchema = z.object({
  case: z.string(),
  status: caseStatusSchema,
  message: z.string().optional(),
  structures: z.array(structureScoreSchema),
});
export type CaseScores = z.infer<typeof caseScoresSchema>;

const statistics = z.object({ mean: value, median: value, sd: value });
export const structureSummarySchema = z.object({
  label: z.number().int(),
  name: z.string(),
  cases: z.number().int(),
  dice: statistics.optional(),
  nsd: z.union([statistics, z.record(z.string(), statistics)]).optional(),
  hd95Mm: statistics.optional(),
  assdMm: statistics.optional(),
});
export type StructureSummary = z.infer<typeof structureSummarySchema>;

export const scorerSchema = z.object({ version: z.string(), definition: definitionSchema });
export type Scorer = z.infer<typeof scorerSchema>;

export const scoresFileSchema = z.object({
  schema: z.literal("bodymark.scores/1"),
  scorer: scorerSchema,
  cases: z.array(caseScoresSchema),
  summary: z.array(structureSummarySchema),
  timing: z.object({ decodeMs: z.number(), scoreMs: z.number() }),
});
export type ScoresFile = z.infer<typeof scoresFileSchema>;
