import type { PhaseRules } from "./phase-rules.ts";
import { counted } from "./score-arrays.ts";

/** What of an evaluation's summary tells how good it is. */
interface Figures {
  readonly labels: readonly number[];
  readonly dice: readonly number[];
  readonly nsd: readonly number[];
  readonly medianMs: number | null;
}

/**
 * How good a result is by what its phase ranks by, higher being better, for choosing the best of a team's: the weighted
 * mean of the accuracy metrics over the ranked structures; where a phase ranks by time alone, the time. (Ranks would
 * make it depend on the other teams.)
 */
export function entryQuality(
  figures: Figures,
  rules: Pick<PhaseRules, "metrics" | "structures">,
  nameOf: ReadonlyMap<number, string>,
): number {
  const weights = new Map(rules.structures?.map(({ name, weight }) => [name, weight]));
  const weightOf = (label: number) => (rules.structures ? (weights.get(nameOf.get(label) ?? "") ?? 0) : 1);
  const mean = (values: readonly number[]): number => {
    let [sum, total] = [0, 0];
    for (const [i, label] of figures.labels.entries()) {
      const value = counted(values[i]);
      if (value === null) continue;
      sum += weightOf(label) * value;
      total += weightOf(label);
    }
    return total === 0 ? 0 : sum / total;
  };
  let [sum, total] = [0, 0];
  for (const { name, weight } of rules.metrics) {
    if (name !== "dice" && name !== "nsd") continue;
    sum += weight * mean(figures[name]);
    total += weight;
  }
  return total === 0 ? -(figures.medianMs ?? Number.POSITIVE_INFINITY) : sum / total;
}
