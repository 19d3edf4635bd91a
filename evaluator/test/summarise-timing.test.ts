import type { CaseResult } from "@bodymark/contracts";
import { describe, expect, it } from "vitest";
import { summariseEvaluation } from "../src/worker/summarise-evaluation.ts";

const result = (ordinal: number, medianMs: number, status: CaseResult["status"] = "ok"): CaseResult => ({
  ...{ case: `c${ordinal}`, ordinal, status, failure: null, structures: [] },
  timing: { repeatsMs: [medianMs], medianMs },
  resources: { cpuMs: 1, peakMemoryBytes: 1, gpuPeakMemoryBytes: null, gpuMemoryAucMbS: null, gpuEnergyJ: null },
});

describe("time per scan", () => {
  const cases = [result(1, 100), result(2, 200), result(3, 900)];
  const file = { structures: [{ label: 1, name: "liver", toleranceMm: 1 }] };
  const rules = {
    definition: "surface-distance",
    absentPolicy: "leave-out",
    limits: { caseTimeoutS: 60, memoryBytes: 1 },
  } as const;
  it("is the median over the cases that are timed, all where nothing else is said", () => {
    expect(summariseEvaluation(cases, file, rules).medianMs).toBe(200);
    expect(summariseEvaluation(cases, file, { ...rules, timed: new Set([3]) }).medianMs).toBe(900);
  });
  it("costs the limit for a timed case that failed, and nothing for one that is not timed", () => {
    const failed = [...cases.slice(0, 2), result(3, 900, "timeout")];
    expect(summariseEvaluation(failed, file, { ...rules, timed: new Set([3]) }).medianMs).toBe(60_000);
    expect(summariseEvaluation(failed, file, { ...rules, timed: new Set([1]) }).medianMs).toBe(100);
  });
});
