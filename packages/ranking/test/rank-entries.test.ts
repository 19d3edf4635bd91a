import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodymapsTimeLimitS,
  buildTable,
  canonicalRules,
  type Direction,
  metricRule,
  type RankingRules,
  rankEntries,
  SCHEMES,
  type Scheme,
  type ScoreRow,
} from "../src/index.ts";
import { caseMeans, mean, median, ranksOf } from "./plain-ranking.ts";

const NO_BOOTSTRAP = { bootstrap: { draws: 0, seed: 1 } };

/** Rows of one metric from `{ submission: [value of case 1, value of case 2, …] }`, one structure. */
function rowsOf(values: Record<string, readonly (number | null)[]>, metric = "dice", structure = "liver"): ScoreRow[] {
  return Object.entries(values).flatMap(([submission, ofCases]) =>
    ofCases.map((value, c) => ({ submission, case: `c${c + 1}`, structure, metric, value })),
  );
}

function rulesOf(scheme: Scheme, ...metrics: [string, Direction][]): RankingRules {
  const all = metrics.length > 0 ? metrics : ([["dice", "higher"]] as const);
  return { scheme, metrics: all.flatMap(([name, direction]) => metricRule(name, scheme, direction) ?? []) };
}

function rank(
  rows: readonly ScoreRow[],
  rules: RankingRules,
  options: Parameters<typeof rankEntries>[2] = NO_BOOTSTRAP,
) {
  return rankEntries(buildTable(rows), rules, options);
}

const ranksByName = (ranking: ReturnType<typeof rank>) =>
  Object.fromEntries(ranking.ranking.map(({ submission, rank }) => [submission, rank]));
const scoresByName = (ranking: ReturnType<typeof rank>) =>
  Object.fromEntries(ranking.ranking.map(({ submission, score }) => [submission, score]));

/** `outlier` is best in two of three cases and far off in one. */
const CASES = { outlier: [0.9, 0.9, 0.1], steady: [0.8, 0.8, 0.8], poor: [0.5, 0.6, 0.7] };

describe("schemes", () => {
  it("mean-then-rank ranks by the mean over cases", () => {
    const ranking = rank(rowsOf(CASES), rulesOf("mean-then-rank"));
    expect(ranksByName(ranking)).toEqual({ steady: 1, outlier: 2, poor: 3 });
    expect(scoresByName(ranking).steady).toBeCloseTo(0.8, 12);
  });

  it("median-then-rank ranks by the median over cases", () => {
    const ranking = rank(rowsOf(CASES), rulesOf("median-then-rank"));
    expect(ranksByName(ranking)).toEqual({ outlier: 1, steady: 2, poor: 3 });
    expect(scoresByName(ranking)).toEqual({ outlier: 0.9, steady: 0.8, poor: 0.6 });
  });

  it("rank-then-mean and rank-then-median rank within each case first", () => {
    expect(scoresByName(rank(rowsOf(CASES), rulesOf("rank-then-mean")))).toEqual({
      outlier: 5 / 3,
      steady: 5 / 3,
      poor: 8 / 3,
    });
    expect(ranksByName(rank(rowsOf(CASES), rulesOf("rank-then-mean")))).toEqual({ outlier: 1, steady: 1, poor: 3 });
    expect(ranksByName(rank(rowsOf(CASES), rulesOf("rank-then-median")))).toEqual({ outlier: 1, steady: 2, poor: 3 });
  });

  it("test-based ranks by how many others an entry beats significantly", () => {
    const noise = Array.from({ length: 30 }, (_, c) => ((c * 7) % 30) / 1000);
    const values = {
      best: noise.map((x) => 0.9 + x),
      twin: noise.map((x, c) => 0.9 + x + (c % 2 ? 0.0001 * c : -0.0001 * c)),
      worst: noise.map((x, c) => 0.7 + x + 0.0003 * c),
    };
    const ranking = rank(rowsOf(values), rulesOf("test-based"));
    expect(scoresByName(ranking)).toEqual({ best: 1, twin: 1, worst: 0 });
    expect(ranksByName(ranking)).toEqual({ best: 1, twin: 1, worst: 3 });
  });

  it("flare-22 averages ranks over cases and metrics, GPU and CPU at half weight, and puts a stuck case last", () => {
    const rows = [
      ...rowsOf({ a: [0.9, 0.9], b: [0.8, null] }),
      ...rowsOf({ a: [0.9, 0.9], b: [0.8, null] }, "nsd"),
      ...rowsOf({ a: [30, 30], b: [10, null] }, "time", ""),
      ...rowsOf({ a: [9000, 9000], b: [100, null] }, "gpu", ""),
      ...rowsOf({ a: [900, 900], b: [100, null] }, "cpu", ""),
    ];
    const names = ["dice", "nsd", "time", "gpu", "cpu"];
    const rules: RankingRules = {
      scheme: "flare-22",
      metrics: names.flatMap((name) => metricRule(name, "flare-22") ?? []),
    };
    const ranking = rank(rows, rules);
    // a: dice 1, nsd 1, time, gpu and cpu (2 + 1) / 2; b: the reverse in case 1, last in case 2.
    expect(scoresByName(ranking).a).toBeCloseTo((1 + 1 + 1.5 + 0.5 * 1.5 + 0.5 * 1.5) / 4, 12);
    expect(scoresByName(ranking).b).toBeCloseTo((2 + 2 + 1.5 + 0.5 * 1.5 + 0.5 * 1.5) / 4, 12);
  });

  it("bodymaps-2024 divides the product of rounded means by time and GPU memory, and ranks nobody without the latter", () => {
    const rows = [
      ...rowsOf({ a: [0.91234, 0.9], b: [0.8, 0.8], c: [1, 1] }),
      ...rowsOf({ a: [0.9, 0.9], b: [0.9, 0.9], c: [1, 1] }, "nsd"),
      ...rowsOf({ a: [20, 40], b: [10, 10], c: [1, 1] }, "time", ""),
      ...rowsOf({ a: [100, 100], b: [100, 100], c: [null, null] }, "gpuMemoryAucMbS", ""),
    ];
    const rules = rulesOf(
      "bodymaps-2024",
      ["dice", "higher"],
      ["nsd", "higher"],
      ["time", "lower"],
      ["gpuMemoryAucMbS", "lower"],
    );
    const ranking = rank(rows, rules, { bootstrap: { draws: 50, seed: 1 } });
    expect(ranking.ranking.map(({ submission, rank }) => [submission, rank])).toEqual([
      ["b", 1],
      ["a", 2],
      ["c", null],
    ]);
    expect(scoresByName(ranking).a).toBeCloseTo((0.906 * 0.9) / (30 * 100), 15);
    expect(ranking.ranking[2]).toEqual({ submission: "c", rank: null, score: null, unranked: "no-gpu-measurement" });
    expect(ranking.significance).toHaveLength(2);
    const onCpus = rows.map((row) => (row.metric === "gpuMemoryAucMbS" ? { ...row, value: null } : row));
    expect(ranksByName(rank(onCpus, rules, {}))).toEqual({ a: null, b: null, c: null });
  });

  it("bodymaps-2024 ranks nobody with more than 20 % of the cases over their time limit", () => {
    const times = { a: [60, 10, 10, 10, 10], b: [60, 60, 10, 10, 10] };
    const ones = { a: [1, 1, 1, 1, 1], b: [1, 1, 1, 1, 1] };
    const rows = [...rowsOf(ones), ...rowsOf(ones, "nsd"), ...rowsOf(times, "time", ""), ...rowsOf(ones, "gpu", "")];
    const rules = rulesOf("bodymaps-2024", ["dice", "higher"], ["nsd", "higher"], ["time", "lower"], ["gpu", "lower"]);
    const limit = bodymapsTimeLimitS(1, 100);
    expect(limit).toBe(50);
    const ranking = rank(rows, rules, { ...NO_BOOTSTRAP, timeLimitsS: new Array(5).fill(limit) });
    expect(ranksByName(ranking)).toEqual({ a: 1, b: null });
    expect(ranking.ranking[1]?.unranked).toBe("over-time");
    expect(() => rank(rows, rulesOf("bodymaps-2024"))).toThrow("nsd");
  });

  it("ranks by several metrics as the mean of the ranks in each", () => {
    const rows = [...rowsOf({ a: [0.9], b: [0.8], c: [0.1] }), ...rowsOf({ a: [9], b: [2], c: [1] }, "hd95")];
    const ranking = rank(rows, rulesOf("mean-then-rank", ["dice", "higher"], ["hd95", "lower"]));
    expect(scoresByName(ranking)).toEqual({ a: 2, b: 2, c: 2 });
    expect(ranksByName(ranking)).toEqual({ a: 1, b: 1, c: 1 });
  });

  it("agrees with the plain wording of the definitions on random scores with gaps and ties", () => {
    const value = fc.option(fc.integer({ min: 0, max: 5 }), { freq: 6 });
    const scores = fc.array(fc.array(value, { minLength: 6, maxLength: 6 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(scores, fc.constantFrom<Direction>("higher", "lower"), (values, direction) => {
        fc.pre(values.flat().some((v) => v !== null));
        const rows = values.flatMap((ofEntry, e) =>
          ofEntry.map((v, k) => ({
            submission: `s${e}`,
            case: `c${k % 3}`,
            structure: `t${Math.floor(k / 3)}`,
            metric: "m",
            value: v,
          })),
        );
        const means = caseMeans(rows, "m", direction);
        const columns = [0, 1, 2].map((c) =>
          ranksOf(
            means.map((row) => (row[c]?.missing ? null : (row[c]?.value ?? null))),
            direction,
          ),
        );
        const plain = {
          "mean-then-rank": means.map((row) => mean(row.map((cell) => cell.value))),
          "median-then-rank": means.map((row) => median(row.map((cell) => cell.value))),
          "rank-then-mean": means.map((_, e) => mean(columns.map((column) => column[e] ?? 0))),
          "rank-then-median": means.map((_, e) => median(columns.map((column) => column[e] ?? 0))),
        };
        for (const [scheme, expected] of Object.entries(plain)) {
          const ranking = rank(rows, rulesOf(scheme as Scheme, ["m", direction]));
          const names = values.map((_, e) => `s${e}`);
          for (const [e, name] of names.entries())
            expect(scoresByName(ranking)[name]).toBeCloseTo(expected[e] ?? 0, 10);
          const better = scheme.startsWith("rank") ? "lower" : direction;
          expect(names.map((name) => ranksByName(ranking)[name])).toEqual(ranksOf(expected, better));
        }
      }),
      { seed: 2, numRuns: 150 },
    );
  });
});

describe("missing and uncounted cells", () => {
  it("counts a missing value as 0 where higher is better and as the worst observed where lower is", () => {
    const values = { a: [0.5, null], b: [0.4, 0.3] };
    expect(scoresByName(rank(rowsOf(values), rulesOf("mean-then-rank")))).toEqual({ a: 0.25, b: 0.35 });
    const distances = rank(rowsOf({ a: [2, null], b: [4, 6] }, "hd95"), rulesOf("mean-then-rank", ["hd95", "lower"]));
    expect(scoresByName(distances)).toEqual({ a: 4, b: 5 });
  });

  it("ranks a missing case after every valid one, even after a valid 0", () => {
    const ranking = rank(rowsOf({ zero: [0], gone: [null], fine: [0.5] }), rulesOf("rank-then-mean"));
    expect(ranksByName(ranking)).toEqual({ fine: 1, zero: 2, gone: 3 });
  });

  it("counts a case that a submission has no row for, and leaves out a cell that nobody has a row for", () => {
    const rows = rowsOf({ a: [0.8, 0.6], b: [0.9] });
    expect(scoresByName(rank(rows, rulesOf("mean-then-rank")))).toEqual({ a: 0.7, b: 0.45 });
    const withStructure = [...rows, { submission: "a", case: "c1", structure: "spleen", metric: "dice", value: 0.4 }];
    // Means over structures of means over the cases that count: spleen counts in c1 alone.
    expect(scoresByName(rank(withStructure, rulesOf("mean-then-rank"))).a).toBeCloseTo((0.7 + 0.4) / 2, 12);
  });

  it("keeps to the structures and weights that the rules name", () => {
    const rows = [...rowsOf({ a: [0.2], b: [0.9] }), ...rowsOf({ a: [0.8], b: [0.1] }, "dice", "aorta")];
    const only = (structures: { name: string; weight: number }[]) =>
      scoresByName(rank(rows, { ...rulesOf("mean-then-rank"), structures }));
    expect(only([{ name: "aorta", weight: 1 }])).toEqual({ a: 0.8, b: 0.1 });
    expect(
      only([
        { name: "aorta", weight: 3 },
        { name: "liver", weight: 1 },
      ]).a,
    ).toBeCloseTo(0.65, 12);
    expect(() => only([{ name: "ghost", weight: 1 }])).toThrow("ghost");
  });

  it("says which cell is given twice, which metric is not there and when nothing is", () => {
    const rows = rowsOf({ a: [0.5] });
    expect(() => buildTable([...rows, ...rows])).toThrow("given twice");
    expect(() => rank(rows, rulesOf("mean-then-rank", ["nsd", "higher"]))).toThrow('no metric "nsd"');
    expect(() => buildTable([])).toThrow("no scores");
    expect(() => rank(rowsOf({ a: [null] }, "hd95"), rulesOf("mean-then-rank", ["hd95", "lower"]))).toThrow("no value");
  });
});

describe("uncertainty", () => {
  const noisy = (offset: number, salt: number) =>
    Array.from({ length: 40 }, (_, c) => 0.6 + offset + (((c * salt) % 41) / 41) * 0.3);
  const values = { a: noisy(0.05, 7), b: noisy(0.04, 11), c: noisy(0.03, 17), d: noisy(-0.4, 5) };
  const others = [...rowsOf(values, "nsd"), ...rowsOf(values, "time", ""), ...rowsOf(values, "gpu", "")];
  const rows = [...rowsOf(values), ...others];
  const rulesFor = (scheme: Scheme) =>
    scheme === "bodymaps-2024" || scheme === "flare-22"
      ? rulesOf(scheme, ["dice", "higher"], ["nsd", "higher"], ["time", "lower"], ["gpu", "lower"])
      : rulesOf(scheme);

  it("gives every scheme rank ranges, the same for the same seed, whatever the order of the rows", () => {
    for (const scheme of SCHEMES) {
      const options = { bootstrap: { draws: 200, seed: 7 } };
      const ranking = rank(rows, rulesFor(scheme), options);
      expect(rank([...rows].reverse(), rulesFor(scheme), options).ranking).toEqual(ranking.ranking);
      for (const { rankInterval } of ranking.ranking) {
        const [low = 0, high = 0] = rankInterval ?? [];
        expect(1 <= low && low <= high && high <= 4).toBe(true);
      }
      const { low, median: middle, high } = ranking.kendallTau;
      expect(-1 <= (low ?? 9) && (low ?? 9) <= (middle ?? 9) && (middle ?? 9) <= (high ?? 9) && (high ?? 9) <= 1).toBe(
        true,
      );
    }
  });

  it("is sure of an entry that is far off and unsure among close ones", () => {
    const { ranking, kendallTau } = rank(rows, rulesOf("mean-then-rank"), { bootstrap: { draws: 1000, seed: 1 } });
    expect(ranking[3]).toMatchObject({ submission: "d", rankInterval: [4, 4] });
    expect(ranking[0]?.rankInterval?.[1]).toBeGreaterThan(1);
    expect(kendallTau.low).toBeLessThan(1);
  });

  it("draws the same cases for every entry: entries with equal scores stay tied in each draw", () => {
    const twins = rank(rowsOf({ a: noisy(0, 7), b: noisy(0, 7) }), rulesOf("mean-then-rank"), {});
    expect(twins.ranking.map(({ rankInterval }) => rankInterval)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(twins.kendallTau).toEqual({ median: 1, low: 1, high: 1 });
  });

  it("draws whole patients: one patient leaves nothing to vary", () => {
    const table = buildTable(rowsOf(values));
    const onePatient = rankEntries({ ...table, patients: table.cases.map(() => "p") }, rulesOf("mean-then-rank"));
    expect(onePatient.ranking.every(({ rank, rankInterval }) => rankInterval?.every((end) => end === rank))).toBe(true);
    expect(onePatient.bootstrap).toEqual({ draws: 1000, seed: 1, unit: "patient", units: 1 });
  });

  it("draws within strata", () => {
    const table = buildTable(rowsOf({ a: [1, 0], b: [0, 0.9] }));
    const eachItsOwn = rankEntries({ ...table, strata: table.cases }, rulesOf("mean-then-rank"));
    expect(eachItsOwn.ranking.map(({ rankInterval }) => rankInterval)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("gives no range without draws and no τ with a single entry", () => {
    expect(rank(rows, rulesOf("mean-then-rank")).ranking[0]).not.toHaveProperty("rankInterval");
    const alone = rank(rowsOf({ a: [0.5, 0.6] }), rulesOf("mean-then-rank"), {});
    expect(alone.ranking).toEqual([{ submission: "a", rank: 1, score: 0.55, rankInterval: [1, 1], rankSet: [1, 1] }]);
    expect(alone.kendallTau).toEqual({ median: null, low: null, high: null });
    expect(alone.significance).toEqual([]);
  });

  it("tests every ordered pair, with the better direction of the metric", () => {
    const { significance } = rank(
      rowsOf({ a: noisy(0, 7), d: noisy(-0.4, 5) }),
      rulesOf("mean-then-rank", ["dice", "lower"]),
    );
    expect(significance.map(({ better, worse }) => `${better}>${worse}`).sort()).toEqual(["a>d", "d>a"]);
    const found = significance.find(({ better }) => better === "d");
    expect(found?.p).toBeLessThan(1e-6);
    expect(found?.pAdjusted).toBeCloseTo(2 * (found?.p ?? 0), 15);
  });

  it("finds the wins of the test-based scheme in the published tests, with and without ties in the differences", () => {
    const rounded = Object.fromEntries(
      Object.entries(values).map(([name, list]) => [name, list.map((v) => Math.round(v * 20) / 20)]),
    );
    for (const input of [values, rounded]) {
      const ranking = rank(rowsOf(input), rulesOf("test-based"));
      for (const { submission, score } of ranking.ranking) {
        const wins = ranking.significance.filter(({ better, pAdjusted }) => better === submission && pAdjusted <= 0.05);
        expect(score).toBe(wins.length);
      }
    }
  });
});

describe("canonicalRules", () => {
  it("is the same for the same rules however they are written, and differs for other rules", () => {
    const rules: RankingRules = {
      scheme: "mean-then-rank",
      metrics: [{ name: "dice", direction: "higher", weight: 1 }],
    };
    const turned: RankingRules = {
      metrics: [{ weight: 1, direction: "higher", name: "dice" }],
      scheme: "mean-then-rank",
    };
    expect(canonicalRules(turned)).toBe(canonicalRules(rules));
    expect(canonicalRules({ ...rules, scheme: "test-based" })).not.toBe(canonicalRules(rules));
  });
});
