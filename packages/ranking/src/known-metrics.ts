import type { Direction, MetricRule, Scheme } from "./scheme.ts";

/** What a metric stands for in the schemes that name their metrics. */
export type MetricRole = "dice" | "nsd" | "time" | "gpu" | "cpu";

const HIGHER = ["dice", "dsc", "nsd", "iou", "jaccard", "sensitivity", "recall", "precision", "specificity"];
const LOWER = ["hd", "hd95", "hd95mm", "assd", "assdmm", "msd", "volumeerror", "energy"];
const TIME = /^(time|runtime|runningtime|inferencetime|duration|medianms|seconds)(ms|s|seconds)?$/;

/** `time`, `time-s`, `runtime`, `medianMs` … are times; what names a GPU or a CPU is a cost of it. */
export function roleOf(name: string): MetricRole | undefined {
  const lower = normalize(name);
  if (lower === "dice" || lower === "dsc") return "dice";
  if (lower === "nsd") return "nsd";
  if (lower.includes("gpu")) return "gpu";
  if (lower.includes("cpu")) return "cpu";
  return TIME.test(lower) ? "time" : undefined;
}

/** The direction of a metric whose name is known, else undefined: overlaps are better higher, errors and costs lower. */
export function directionOf(name: string): Direction | undefined {
  const lower = normalize(name);
  if (HIGHER.includes(lower)) return "higher";
  if (LOWER.includes(lower) || lower.includes("memory")) return "lower";
  return roleOf(name) === undefined ? undefined : "lower";
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/** A metric's weight where nothing else is said: FLARE 22 gives GPU and CPU use half the weight of the others. */
export function weightOf(name: string, scheme: Scheme): number {
  const role = roleOf(name);
  return scheme === "flare-22" && (role === "gpu" || role === "cpu") ? 0.5 : 1;
}

/** What a stuck case costs in FLARE 22: 3,600 s; 3,600 s × (10,240 − 2,048) MB; 3,600 s × 100 %. */
export const FLARE_STUCK: Readonly<Record<MetricRole, number>> = {
  dice: 0,
  nsd: 0,
  time: 3600,
  gpu: 29_491_200,
  cpu: 360_000,
};

/** The rule of `name` under `scheme`; undefined where neither the caller nor the name tells its direction. */
export function metricRule(name: string, scheme: Scheme, direction = directionOf(name)): MetricRule | undefined {
  return direction && { name, direction, weight: weightOf(name, scheme) };
}
