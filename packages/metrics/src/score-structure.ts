import type { Definition, Structure, StructureScore } from "@bodymark/contracts";
import { tolerancesOf, UsageError } from "@bodymark/contracts/plain";
import { interpolatedPercentile } from "./interpolated-percentile.ts";
import type { LabelRuns } from "./label-runs.ts";
import { extentOf } from "./label-runs.ts";
import type { StructureMeasurer, StructureMeasures, SurfaceDistances } from "./measure-structure.ts";
import { areaWithin, distanceSum, maximumDistance, totalArea } from "./surface-statistics.ts";
import { weightedPercentile } from "./weighted-percentile.ts";

/** Metrics that a score can hold; `hd95` and `assd` in mm. */
export interface ScoreOptions {
  readonly definition: Definition;
  readonly metrics: ReadonlySet<"dice" | "nsd" | "hd95" | "assd">;
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
export function hasToleranceList(structure: Structure, definition: Definition): boolean {
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
    distances: metrics.has("nsd") || metrics.has("hd95") || metrics.has("assd"),
    ...(zRange === undefined ? {} : { zRange }),
  });
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const volumes = {
    referenceVolumeMm3: (whole?.voxels ?? 0) * voxelMm3,
    predictionVolumeMm3: (extentOf(prediction, label)?.voxels ?? 0) * voxelMm3,
  };
  const tolerances = definitionTolerances(structure, definition);
  const list = hasToleranceList(structure, definition);
  const row = (status: StructureScore["status"], values: Values): StructureScore => ({
    label,
    name,
    status,
    ...(metrics.has("dice") ? { dice: values.dice } : {}),
    ...(metrics.has("nsd") ? { nsd: nsdShape(tolerances, list, values.nsd) } : {}),
    ...(metrics.has("hd95") ? { hd95Mm: values.hd95Mm } : {}),
    ...(metrics.has("assd") ? { assdMm: values.assdMm } : {}),
    ...volumes,
  });

  const referenceEmpty = measures.referenceVoxels === 0;
  const predictionEmpty = measures.predictionVoxels === 0;
  const diagonal = imageDiagonalMm(reference.shape, spacingMm);
  const missing: Values = { dice: 0, nsd: () => 0, hd95Mm: diagonal, assdMm: diagonal };
  const notCounted: Values = { dice: null, nsd: () => null, hd95Mm: null, assdMm: null };
  if (referenceEmpty && predictionEmpty) {
    const correct: Values = { dice: 1, nsd: () => 1, hd95Mm: null, assdMm: null };
    return row("both-empty", definition === "flare" ? correct : notCounted);
  }
  if (referenceEmpty) return row("reference-empty", definition === "bodymaps-2024" ? notCounted : missing);
  if (predictionEmpty) return row("prediction-empty", missing);
  return row("ok", computedValues(measures, definition));
}

interface Values {
  readonly dice: number | null;
  readonly nsd: (toleranceMm: number) => number | null;
  readonly hd95Mm: number | null;
  readonly assdMm: number | null;
}

/** NSD as one value, or keyed by tolerance where the structures file lists tolerances. */
export function nsdShape(
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
  if (there === null || back === null) return { dice, nsd: () => null, hd95Mm: null, assdMm: null };
  const area = totalArea(there) + totalArea(back);
  const percentile =
    definition === "surface-distance" || definition === "flare" ? weightedPercentile : interpolatedPercentile;
  const tooPoor = definition === "flare" && dice < FLARE_LEAST_DICE;
  return {
    dice,
    nsd: (mm) => (tooPoor ? 0 : (areaWithin(there, mm) + areaWithin(back, mm)) / area),
    hd95Mm: Math.max(percentile(there, 95), percentile(back, 95)),
    assdMm: (distanceSum(there) + distanceSum(back)) / area,
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
