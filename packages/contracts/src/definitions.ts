/** The metrics that are scored unless others are asked for. */
export const METRICS = ["dice", "nsd", "hd95", "assd"] as const;
/** `hd` is the maximum Hausdorff distance; `hd99`, `hd50`, `hd97.5` … any percentile of it; `volume-error` is relative. */
export type Metric = (typeof METRICS)[number] | "hd" | `hd${number}` | "volume-error";

/** What a person may ask for, in words. */
export const METRIC_NAMES = "dice, nsd, assd, hd95 or another percentile hd1 to hd100, hd, volume-error";

/** The metric that a name stands for; null for a name that is none. */
export function parseMetric(name: string): Metric | null {
  if (name === "dice" || name === "nsd" || name === "assd" || name === "hd" || name === "volume-error") return name;
  const percent = /^hd([1-9]\d?(?:\.\d+)?|100)$/.exec(name)?.[1];
  return percent === undefined ? null : `hd${Number(percent)}`;
}

/** The percentile that a Hausdorff metric takes; null for the maximum and for metrics of another kind. */
export function percentOf(metric: Metric): number | null {
  return metric.startsWith("hd") && metric !== "hd" ? Number(metric.slice(2)) : null;
}

/** The field of a structure's scores that holds a metric: `hd95` is in `hd95Mm`, `volume-error` in `relativeVolumeError`. */
export function scoreField(
  metric: Metric,
): "dice" | "nsd" | "assdMm" | "hdMm" | `hd${number}Mm` | "relativeVolumeError" {
  if (metric === "dice" || metric === "nsd") return metric;
  if (metric === "assd") return "assdMm";
  if (metric === "volume-error") return "relativeVolumeError";
  if (metric === "hd") return "hdMm";
  return `${metric}Mm`;
}

/** Named metric definitions; values under different names are never mixed. */
export const DEFINITIONS = ["surface-distance", "bodymaps-2024", "monai", "flare"] as const;
export type Definition = (typeof DEFINITIONS)[number];

/** What becomes of a structure that the reference lacks: left out, or 1 for everyone correct and 0 for the others. */
export const ABSENT_POLICIES = ["leave-out", "count"] as const;
export type AbsentPolicy = (typeof ABSENT_POLICIES)[number];

/** A definition's own rule goes before the phase's: FLARE counts every case, BodyMaps none that lacks the structure. */
export function absentPolicyUnder(definition: Definition, policy: AbsentPolicy): AbsentPolicy {
  if (definition === "flare") return "count";
  return definition === "bodymaps-2024" ? "leave-out" : policy;
}
