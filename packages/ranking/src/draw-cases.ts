import type { RandomIndex } from "./random.ts";
import type { ScoreTable } from "./table.ts";

/**
 * Makes a function that draws whole patients with replacement, within each stratum as many as it has, and says how
 * often each case is in the draw ([case]). Without `patients` every case is a patient of its own, without `strata` all
 * are one stratum.
 */
export function caseDrawer(
  { cases, patients, strata }: Pick<ScoreTable, "cases" | "patients" | "strata">,
  random: RandomIndex,
): () => Float64Array {
  const caseNumbers = Array.from(cases.keys());
  const ofPatient = Map.groupBy(caseNumbers, (c) => `${strata?.[c] ?? ""}\u0000${patients?.[c] ?? c}`);
  const pools = [...Map.groupBy(ofPatient.values(), ([first = 0]) => strata?.[first] ?? "").values()];
  return () => {
    const counts = new Float64Array(cases.length);
    for (const pool of pools) {
      for (let k = 0; k < pool.length; k++) {
        for (const c of pool[random(pool.length)] ?? []) counts[c] = (counts[c] ?? 0) + 1;
      }
    }
    return counts;
  };
}
