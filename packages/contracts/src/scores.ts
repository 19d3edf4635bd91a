import { z } from "zod";
import { ABSENT_POLICIES, DEFINITIONS } from "./definitions.ts";
import { failureCodeSchema } from "./failure.ts";

export const definitionSchema = z.enum(DEFINITIONS);
export const absentPolicySchema = z.enum(ABSENT_POLICIES);

/**
 * What a structure's cell is worth: computed, empty on one side or both, never scored because nobody annotated the
 * structure in this case (which is not to lack it), or its case's failure code.
 */
export const structureStatusSchema = z.union([
  z.enum(["ok", "prediction-empty", "reference-empty", "both-empty", "not-annotated"]),
  failureCodeSchema,
]);
export type StructureStatus = z.infer<typeof structureStatusSchema>;

export const caseStatusSchema = z.union([z.literal("ok"), failureCodeSchema]);
export type CaseStatus = z.infer<typeof caseStatusSchema>;

const value = z.number().finite().nullable();
/** NSD at one tolerance, or keyed by `String(mm)` where the structures file lists several. */
export const nsdSchema = z.union([value, z.record(z.string(), value)]);

/** Percentiles of the Hausdorff distance beside `hd95Mm`, such as `hd99Mm`, where they were asked for. */
type Percentiles<Value> = { [field in `hd${number}Mm`]?: Value };

const structureScoreFields = z.object({
  label: z.number().int(),
  name: z.string(),
  status: structureStatusSchema,
  dice: value.optional(),
  nsd: nsdSchema.optional(),
  hd95Mm: value.optional(),
  assdMm: value.optional(),
  hdMm: value.optional(),
  relativeVolumeError: value.optional(),
  referenceVolumeMm3: value.optional(),
  predictionVolumeMm3: value.optional(),
});
/** One structure of one case. Values not counted are null; distances are millimetres, volumes mm³. */
export type StructureScore = z.infer<typeof structureScoreFields> & Percentiles<number | null | undefined>;
export const structureScoreSchema: z.ZodType<StructureScore> = structureScoreFields.catchall(value);

export const caseScoresSchema = z.object({
  case: z.string(),
  status: caseStatusSchema,
  message: z.string().optional(),
  structures: z.array(structureScoreSchema),
});
export type CaseScores = z.infer<typeof caseScoresSchema>;

const statistics = z.object({ mean: value, median: value, sd: value });
export type Statistics = z.infer<typeof statistics>;
const structureSummaryFields = z.object({
  label: z.number().int(),
  name: z.string(),
  cases: z.number().int(),
  dice: statistics.optional(),
  nsd: z.union([statistics, z.record(z.string(), statistics)]).optional(),
  hd95Mm: statistics.optional(),
  assdMm: statistics.optional(),
  hdMm: statistics.optional(),
  relativeVolumeError: statistics.optional(),
});
export type StructureSummary = z.infer<typeof structureSummaryFields> & Percentiles<Statistics | undefined>;
export const structureSummarySchema: z.ZodType<StructureSummary> = structureSummaryFields.catchall(statistics);

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
