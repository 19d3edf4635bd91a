import { UsageError } from "@bodymark/contracts";
import { meanOverCases, structureMeans, weightedMean } from "./aggregate-cases.ts";
import type { Ranked } from "./combine-metrics.ts";
import { type MetricRole, roleOf } from "./known-metrics.ts";
import type { PreparedMetric } from "./prepare-metric.ts";
import { rankScores } from "./rank-scores.ts";

/** More than this share of cases over their time limit aborts the run. */
const FLAGGED_SHARE = 0.2;
const GRACE_S = 50;

/** BodyMaps 2024: a case is flagged beyond one second per millimetre of scan length, less 50 s. */
export function bodymapsTimeLimitS(sliceSpacingMm: number, slices: number): number {
  return sliceSpacingMm * slices - GRACE_S;
}

export type UnrankedReason = "no-gpu-measurement" | "over-time";

/** Why an entry has no rank under `bodymaps-2024`, [entry]; undefined where it has one. */
export function unrankedReasons(
  metrics: readonly PreparedMetric[],
  entryCount: number,
  timeLimitsS?: ArrayLike<number>,
): (UnrankedReason | undefined)[] {
  const gpu = withRole(metrics, "gpu");
  const time = withRole(metrics, "time");
  const caseCount = time.caseCounted.length;
  return Array.from({ length: entryCount }, (_, e) => {
    if (!gpu.measured[e]) return "no-gpu-measurement";
    let flagged = 0;
    for (let c = 0; timeLimitsS && c < caseCount; c++) {
      if ((time.caseValues[e * caseCount + c] ?? 0) > (timeLimitsS[c] ?? Number.POSITIVE_INFINITY)) flagged++;
    }
    return flagged > FLAGGED_SHARE * caseCount ? "over-time" : undefined;
  });
}

/**
 * mDSC · mNSD / (mean time · mean GPU-memory AUC), where mDSC and mNSD are means over structures of the means over
 * cases, each rounded to three decimals. Source: `eval.py` and `cal_metric.py` of johnson111788/BodyMaps; whether the
 * prizes were given by this formula is not confirmed.
 */
export function scoreBodymaps(
  metrics: readonly PreparedMetric[],
  entryCount: number,
  unranked: readonly (UnrankedReason | undefined)[],
): (counts: Float64Array) => Ranked {
  const dice = withRole(metrics, "dice");
  const nsd = withRole(metrics, "nsd");
  const time = withRole(metrics, "time");
  const gpu = withRole(metrics, "gpu");
  if (metrics.length !== 4) throw new UsageError(`bodymaps-2024 ranks by ${ROLES.join(", ")} and by nothing else`);
  const meanTime = meanOverCases(time, time.caseValues, entryCount);
  const meanGpu = meanOverCases(gpu, gpu.caseValues, entryCount);
  return (counts) => {
    const diceMeans = meansOfRounded(dice, entryCount, counts);
    const nsdMeans = meansOfRounded(nsd, entryCount, counts);
    const times = meanTime(counts);
    const memories = meanGpu(counts);
    const scores = Float64Array.from({ length: entryCount }, (_, e) => {
      const cost = (times[e] ?? 0) * (memories[e] ?? 0);
      return unranked[e] || !(cost > 0) ? Number.NaN : ((diceMeans[e] ?? 0) * (nsdMeans[e] ?? 0)) / cost;
    });
    const ranks = rankScores(scores, "higher").map((rank, e) => (Number.isNaN(scores[e]) ? 0 : rank));
    return { scores, ranks };
  };
}

const ROLES: readonly MetricRole[] = ["dice", "nsd", "time", "gpu"];

function withRole(metrics: readonly PreparedMetric[], role: MetricRole): PreparedMetric {
  const found = metrics.filter(({ rule }) => roleOf(rule.name) === role);
  const [only] = found;
  if (!only || found.length > 1) {
    throw new UsageError(
      `bodymaps-2024 needs exactly one metric each for ${ROLES.join(", ")}; for ${role} it has ${found.length}`,
    );
  }
  return only;
}

function meansOfRounded(metric: PreparedMetric, entryCount: number, counts: Float64Array): Float64Array {
  const count = metric.structures.length;
  const means = structureMeans(metric, entryCount, counts).map((mean) => Math.round(mean * 1000) / 1000);
  return Float64Array.from({ length: entryCount }, (_, e) =>
    weightedMean(means.subarray(e * count, (e + 1) * count), metric),
  );
}
