import { pricesSchema } from "@bodymark/challenge-file";
import { limitsSchema } from "@bodymark/contracts";
import { describe, expect, test } from "vitest";
import {
  budgetState,
  expectedUse,
  formatBudget,
  formatHours,
  priceStorage,
  priceUse,
  totalUse,
  type UseRow,
} from "../src/costs/index.ts";

const HOUR_MS = 3_600_000;

const row = (of: Partial<UseRow>): UseRow => ({
  ...{ phaseId: "p", teamId: "t", rerun: false, outcome: "ok", runs: 1 },
  ...{ containerMs: HOUR_MS, gpuMs: HOUR_MS, coreMs: 4 * HOUR_MS, cpuMs: 2 * HOUR_MS, cpuUnread: 0 },
  ...of,
});

describe("the use of a challenge", () => {
  test("adds up by phase, team and outcome; what failed, was cancelled or broke by our fault is used too", () => {
    const { total, phases, teams } = totalUse([
      row({}),
      row({ outcome: "warm-up" }),
      row({ outcome: "failed", phaseId: "q" }),
      row({ outcome: "cancelled", teamId: "u" }),
      row({ outcome: "platform-fault", teamId: "u", cpuMs: 0, cpuUnread: 1 }),
    ]);
    expect(total).toMatchObject({ runs: 5, gpuHours: 5, coreHours: 20, cpuHours: 8, cpuUnread: 1 });
    expect(total.outcomes["platform-fault"]).toMatchObject({ runs: 1, gpuHours: 1, coreHours: 4 });
    expect(phases.get("p")).toMatchObject({ runs: 4, gpuHours: 4 });
    expect(phases.get("q")).toMatchObject({ runs: 1, gpuHours: 1 });
    expect(teams.get("u")).toMatchObject({ runs: 2, coreHours: 8 });
    expect(teams.get("u")?.outcomes.ok.runs).toBe(0);
  });

  test("has the organizers' own re-runs in the total and in their phase, and in no team", () => {
    const { total, reruns, phases, teams } = totalUse([row({}), row({ rerun: true, runs: 3 })]);
    expect(total.runs).toBe(4);
    expect(phases.get("p")?.runs).toBe(4);
    expect(teams.get("t")?.runs).toBe(1);
    expect(reruns.runs).toBe(3);
  });

  test("of nothing is zero everywhere", () => {
    const { total, phases } = totalUse([]);
    expect(total).toMatchObject({ runs: 0, gpuHours: 0, outcomes: { ok: { runs: 0 } } });
    expect(phases.size).toBe(0);
  });
});

describe("a price", () => {
  test("counts for hours of GPUs and of reserved cores, and is unknown where neither has one", () => {
    const prices = pricesSchema.parse({ currency: "EUR", gpuHour: 2, coreHour: 0.5 });
    expect(priceUse({ gpuHours: 3, coreHours: 10 }, prices)).toBe(11);
    expect(priceUse({ gpuHours: 3, coreHours: 10 }, pricesSchema.parse({}))).toBeNull();
    expect(priceUse({ gpuHours: 3, coreHours: 10 }, pricesSchema.parse({ currency: "EUR", coreHour: 1 }))).toBe(10);
  });

  test("of storage is for a month of 10⁹ bytes", () => {
    expect(priceStorage(5e9, pricesSchema.parse({ currency: "EUR", gbMonth: 0.02 }))).toBeCloseTo(0.1);
    expect(priceStorage(5e9, pricesSchema.parse({}))).toBeNull();
  });
});

describe("a budget", () => {
  const none = { gpuHours: 0, coreHours: 0 };
  const prices = pricesSchema.parse({ currency: "EUR", gpuHour: 2 });
  const at = (gpuHours: number, expected = 0) =>
    budgetState(
      { amount: 10, unit: "gpu-hours" },
      prices,
      { gpuHours, coreHours: 99 },
      { ...none, gpuHours: expected },
    );

  test.each([
    [6.99, 0, null],
    [7, 70, null],
    [8.999, 70, null],
    [9, 90, null],
    [9.999, 90, null],
    [10, 100, "used-up"],
    [12, 100, "used-up"],
  ] as const)("of 10 GPU hours with %d used has reached %d %%, and stops: %s", (used, reached, stop) => {
    expect(at(used)).toMatchObject({ used, reached, stop });
  });

  test("stops before it is used up where what runs may well use the rest", () => {
    expect(at(8, 1.9).stop).toBeNull();
    expect(at(8, 2)).toMatchObject({ stop: "promised", reached: 70, expected: 2 });
    expect(at(10, 2).stop).toBe("used-up");
  });

  test("may be in core-hours, or in money at the prices of now", () => {
    const used = { gpuHours: 3, coreHours: 40 };
    expect(budgetState({ amount: 40, unit: "core-hours" }, prices, used, none)).toMatchObject({
      used: 40,
      reached: 100,
    });
    expect(budgetState({ amount: 8, unit: "money" }, prices, used, none)).toMatchObject({ used: 6, reached: 70 });
  });

  test("is told with its unit", () => {
    const of = (unit: "gpu-hours" | "core-hours" | "money") => ({ unit, currency: "EUR" });
    expect(formatBudget(12.345, of("gpu-hours"))).toBe("12.3 GPU h");
    expect(formatBudget(1234.5, of("core-hours"))).toBe("1,235 core-h");
    expect(formatBudget(1234.5, of("money"))).toBe("1,234.50 EUR");
    expect(formatBudget(0.00123, of("money"))).toBe("0.0012 EUR");
    expect(formatHours(0)).toBe("0");
    expect(formatHours(0.001234)).toBe("0.00123");
  });
});

describe("what evaluations that run will still use", () => {
  const limits = limitsSchema.parse({ gpus: "2", cpus: 4, caseTimeoutS: 3600, repeats: 3 });

  test("is what recent ones of the phase used in the mean, less what they have used", () => {
    const phases = new Map([["p", { limits, cases: 10, mean: { gpuHours: 5, coreHours: 8 } }]]);
    const begun = [
      { phaseId: "p", gpuHours: 1, coreHours: 2 },
      { phaseId: "p", gpuHours: 7, coreHours: 0 },
    ];
    expect(expectedUse(begun, phases)).toEqual({ gpuHours: 4, coreHours: 14 });
  });

  test("is the most that the limits allow, warm-up and repeats too, while none has ended", () => {
    const phases = new Map([["p", { limits, cases: 10, mean: null }]]);
    expect(expectedUse([{ phaseId: "p", gpuHours: 0, coreHours: 0 }], phases)).toEqual({
      gpuHours: 62,
      coreHours: 124,
    });
  });
});
