import type { Definition, Metric, Structure, StructureScore } from "@bodymark/contracts";
import { percentOf, scoreField, tolerancesOf, UsageError } from "@bodymark/contracts/plain";
import { interpolatedPercentile } from "./interpolated-percentile.ts";
import type { LabelRuns } from "./label-runs.ts";
import { extentOf } from "./label-runs.ts";
import type { StructureMeasurer, StructureMeasures, SurfaceDistances } from "./measure-structure.ts";
import { areaWithin, distanceSum, maximumDistance, totalArea } from "./surface-statistics.ts";
import { weightedPercentile } from "./weighted-percentile.ts";

export interface ScoreOptions {
  readonly definition: Definition;
  readonly metrics: ReadonlySet<Metric>;
  readonly spacingMm: readonly [number, number, number];
}

/** NSD tolerances of the presets that have one for all structures. */
const PRESET_TOLERANCE_MM: Partial<Record<Definition, number>> = { "bodymaps-2024": 1, monai: 1.5 };

/** FLARE scores these on the slices that the reference labels, since annotators end tubes at will. */
const FLARE_TUBES = /^(aorta|postcava|ivc|inferior[_ -]?vena[_ -]?cava|(o)?esophagus)$/i;
/** Below this Dice, FLARE sets NSD to 0. */
const FLARE_LEAST_DICE = 0.2;

/** The tolerances that a definition uses for a structure, in mm. @throws UsageError where `flare` has none. */
export function definitionTolerances(structure: Structure, definition: Definition): readonly number[] {
  const preset = PRESET_TOLERANCE_MM[definition];
  if (preset !== undefined) return [preset];
  if (definition !== "flare") return tolerancesOf(structure);
  if (structure.flareToleranceMm === undefined) {
    throw new UsageError(`preset flare needs "flareToleranceMm" for structure "${structure.name}"`);
  }
  return [structure.flareToleranceMm];
}

/** Whether NSD is an object keyed by tolerance: the structures file lists tolerances, and no preset overrides them. */
function hasToleranceList(structure: Structure, definition: Definition): boolean {
  return definition === "surface-distance" && Array.isArray(structure.toleranceMm);
}

/** Length of the image's diagonal in mm: the distance that a structure missing on one side gets. */
export function imageDiagonalMm(shape: readonly number[], spacingMm: readonly number[]): number {
  return Math.sqrt(shape.reduce((sum, size, axis) => sum + (size * (spacingMm[axis] ?? 0)) ** 2, 0));
}

/**
 * Scores one structure of one case under a named definition.
 * `surface-distance`: DSC; NSD, HD95 and ASSD weighted by surfel area (Nikolov et al. 2021). HD95 is the larger of the two
 * directed percentiles; ASSD pools both surfaces: Σ distance·area over both, divided by the whole area (Heimann et al. 2009).
 * `monai`: boundary voxels, each counting 1; HD95 by interpolated percentiles; NSD at 1.5 mm as Touchstone reports.
 * `bodymaps-2024`: boundary voxels; NSD at 1 mm; Dice 2|P∩R| / (|P|+|R|+1); a structure that the reference lacks is not
 * counted. The original lets an empty prediction score above 0 in NSD; here it scores 0.
 * `flare`: as `surface-distance` with FLARE's tolerances; both empty is 1; NSD is 0 below Dice 0.2; aorta, postcava and
 * esophagus on the reference's slices alone, from its first to the one before its last, as the original cuts them.
 * Other percentiles are taken as HD95 is; `hd` is the largest distance in either direction (Hausdorff). The relative volume
 * error is (prediction − reference) / reference under every definition.
 * Missing on one side: 0 and the image's diagonal. Volumes are those of the whole structure, in mm³.
 */
export function scoreStructure(
  measurer: StructureMeasurer,
  reference: LabelRuns,
  prediction: LabelRuns,
  structure: Structure,
  options: ScoreOptions,
): StructureScore {
  const { definition, metrics, spacingMm } = options;
  const { label, name } = structure;
  const whole = extentOf(reference, label);
  const cut = definition === "flare" && FLARE_TUBES.test(name) && whole !== undefined;
  // The original's slice z0:z1 leaves out z1. A reference on one slice would be left with nothing: it keeps its slice.
  const zRange = cut ? ([whole.box.z0, Math.max(whole.box.z0, whole.box.z1 - 1)] as const) : undefined;
  const measures = measurer.measure(reference, prediction, label, {
    surface: definition === "monai" || definition === "bodymaps-2024" ? "boundary-voxels" : "surfels",
    distances: [...metrics].some((metric) => metric !== "dice" && metric !== "volume-error"),
    ...(zRange === undefined ? {} : { zRange }),
  });
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const volumes = {
    referenceVolumeMm3: (whole?.voxels ?? 0) * voxelMm3,
    predictionVolumeMm3: (extentOf(prediction, label)?.voxels ?? 0) * voxelMm3,
  };
  const volumeError = relativeVolumeError(volumes.referenceVolumeMm3, volumes.predictionVolumeMm3);
  const row = (status: StructureScore["status"], values: Values): StructureScore => ({
    label,
    name,
    status,
    ...metricFields(structure, options, { ...values, volumeError }),
    ...volumes,
  });

  const referenceEmpty = measures.referenceVoxels === 0;
  const predictionEmpty = measures.predictionVoxels === 0;
  const missing = overlapValues(0, imageDiagonalMm(reference.shape, spacingMm));
  const notCounted = overlapValues(null, null);
  if (referenceEmpty && predictionEmpty) {
    return row("both-empty", definition === "flare" ? overlapValues(1, null) : notCounted);
  }
  if (referenceEmpty) return row("reference-empty", definition === "bodymaps-2024" ? notCounted : missing);
  if (predictionEmpty) return row("prediction-empty", missing);
  return row("ok", computedValues(measures, definition));
}

/** What a structure's row is made of, whichever metrics are asked for. Null: not counted. */
interface Values {
  readonly dice: number | null;
  readonly nsd: (toleranceMm: number) => number | null;
  readonly assdMm: number | null;
  readonly hausdorffMm: number | null;
  readonly percentileMm: (percent: number) => number | null;
}

/** A row with one value for every overlap and one for every distance. */
function overlapValues(overlap: number | null, distanceMm: number | null): Values {
  return {
    dice: overlap,
    nsd: () => overlap,
    assdMm: distanceMm,
    hausdorffMm: distanceMm,
    percentileMm: () => distanceMm,
  };
}

/**
 * The fields of a structure that could not be measured: `overlap` for DSC and NSD, `distanceMm` for every distance, both
 * null where nothing is counted; the volume error is that of an empty prediction.
 */
export function fixedFields(
  structure: Structure,
  options: Pick<ScoreOptions, "definition" | "metrics">,
  overlap: number | null,
  distanceMm: number | null,
): Partial<StructureScore> {
  const volumeError = overlap === null ? null : -1;
  return metricFields(structure, options, { ...overlapValues(overlap, distanceMm), volumeError });
}

/** The asked metrics' fields, always in one order. */
function metricFields(
  structure: Structure,
  { definition, metrics }: Pick<ScoreOptions, "definition" | "metrics">,
  values: Values & { readonly volumeError: number | null },
): Partial<StructureScore> {
  const fields: Partial<StructureScore> = {};
  if (metrics.has("dice")) fields.dice = values.dice;
  if (metrics.has("nsd")) {
    const tolerances = definitionTolerances(structure, definition);
    fields.nsd = nsdShape(tolerances, hasToleranceList(structure, definition), values.nsd);
  }
  for (const metric of metrics) {
    const percent = percentOf(metric);
    if (percent !== null) fields[scoreField(metric) as "hd95Mm"] = values.percentileMm(percent);
  }
  if (metrics.has("assd")) fields.assdMm = values.assdMm;
  if (metrics.has("hd")) fields.hdMm = values.hausdorffMm;
  if (metrics.has("volume-error")) fields.relativeVolumeError = values.volumeError;
  return fields;
}

/** NSD as one value, or keyed by tolerance where the structures file lists tolerances. */
function nsdShape(
  tolerances: readonly number[],
  list: boolean,
  value: (toleranceMm: number) => number | null,
): StructureScore["nsd"] {
  if (list) return Object.fromEntries(tolerances.map((mm) => [String(mm), value(mm)]));
  return value(tolerances[0] ?? 1);
}

function computedValues(measures: StructureMeasures, definition: Definition): Values {
  const { referenceVoxels, predictionVoxels, overlapVoxels } = measures;
  const extra = definition === "bodymaps-2024" ? 1 : 0;
  const dice = (2 * overlapVoxels) / (referenceVoxels + predictionVoxels + extra);
  const there = measures.referenceToPrediction;
  const back = measures.predictionToReference;
  if (there === null || back === null) return { ...overlapValues(null, null), dice };
  const area = totalArea(there) + totalArea(back);
  const percentile =
    definition === "surface-distance" || definition === "flare" ? weightedPercentile : interpolatedPercentile;
  const tooPoor = definition === "flare" && dice < FLARE_LEAST_DICE;
  return {
    dice,
    nsd: (mm) => (tooPoor ? 0 : (areaWithin(there, mm) + areaWithin(back, mm)) / area),
    assdMm: (distanceSum(there) + distanceSum(back)) / area,
    hausdorffMm: hausdorffMm(there, back),
    percentileMm: (percent) => Math.max(percentile(there, percent), percentile(back, percent)),
  };
}

/** Hausdorff distance in mm: the largest distance in either direction. */
export function hausdorffMm(there: SurfaceDistances, back: SurfaceDistances): number {
  return Math.max(maximumDistance(there), maximumDistance(back));
}

/** (prediction − reference) / reference volume; null where the reference is empty. */
export function relativeVolumeError(referenceMm3: number, predictionMm3: number): number | null {
  return referenceMm3 === 0 ? null : (predictionMm3 - referenceMm3) / referenceMm3;
}
