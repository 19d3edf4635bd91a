import {
  type StructureScore,
  type StructureStatus,
  type StructuresFile,
  structureStatusSchema,
  tolerancesOf,
} from "@bodymark/contracts";

/** What the database holds where a value is not counted; every metric is 0 or more. */
export const NOT_COUNTED = -1;

/** One case's scores as columns; place i is `labels[i]`. Distances in millimetres, volumes in mm³. */
export interface ScoreArrays {
  labels: number[];
  statuses: string[];
  dice: number[];
  nsd: number[];
  hd95Mm: number[];
  assdMm: number[];
  referenceVolumeMm3: number[];
  predictionVolumeMm3: number[];
  nsdMore: Record<string, Record<string, number | null>> | null;
}

const stored = (value: number | null | undefined): number => value ?? NOT_COUNTED;
/** A stored value, or null where it is not counted. */
export const counted = (value: number | undefined): number | null => (value === undefined || value < 0 ? null : value);

/** NSD at a structure's first tolerance: the keys of an object come in an order of their own. */
function firstNsd({ label, nsd }: StructureScore, file: StructuresFile): number | null {
  if (nsd === null || nsd === undefined || typeof nsd === "number") return nsd ?? null;
  const structure = file.structures.find((s) => s.label === label);
  const first = structure ? tolerancesOf(structure)[0] : undefined;
  return first === undefined ? null : (nsd[String(first)] ?? null);
}

/** Structures of one case → columns. */
export function toScoreArrays(structures: readonly StructureScore[], file: StructuresFile): ScoreArrays {
  const more: Record<string, Record<string, number | null>> = {};
  for (const { label, nsd } of structures) {
    if (nsd !== null && typeof nsd === "object") more[String(label)] = nsd;
  }
  return {
    labels: structures.map((s) => s.label),
    statuses: structures.map((s) => s.status),
    dice: structures.map((s) => stored(s.dice)),
    nsd: structures.map((s) => stored(firstNsd(s, file))),
    hd95Mm: structures.map((s) => stored(s.hd95Mm)),
    assdMm: structures.map((s) => stored(s.assdMm)),
    referenceVolumeMm3: structures.map((s) => stored(s.referenceVolumeMm3)),
    predictionVolumeMm3: structures.map((s) => stored(s.predictionVolumeMm3)),
    nsdMore: Object.keys(more).length > 0 ? more : null,
  };
}

/** Columns → structures, with the names of the challenge. */
export function fromScoreArrays(
  arrays: Omit<ScoreArrays, "nsdMore"> & { nsdMore: unknown },
  names: ReadonlyMap<number, string>,
): StructureScore[] {
  const more = (arrays.nsdMore ?? {}) as Record<string, Record<string, number | null>>;
  return arrays.labels.map((label, i) => ({
    label,
    name: names.get(label) ?? `label ${label}`,
    status: structureStatusSchema.parse(arrays.statuses[i]) satisfies StructureStatus,
    dice: counted(arrays.dice[i]),
    nsd: more[String(label)] ?? counted(arrays.nsd[i]),
    hd95Mm: counted(arrays.hd95Mm[i]),
    assdMm: counted(arrays.assdMm[i]),
    referenceVolumeMm3: counted(arrays.referenceVolumeMm3[i]),
    predictionVolumeMm3: counted(arrays.predictionVolumeMm3[i]),
  }));
}
