import { describe, expect, it } from "vitest";
import { buildTable, compareSchemes, mapSignificance, type RankingRules, rankEntries } from "../src/index.ts";
import { seedRandom } from "../src/random.ts";
import type { ScoreTable } from "../src/table.ts";

const rules: RankingRules = { scheme: "mean-then-rank", metrics: [{ name: "dice", direction: "higher", weight: 1 }] };

function tableOf(values: readonly (readonly number[])[]): ScoreTable {
  return buildTable(
    values.flatMap((ofEntry, e) =>
      ofEntry.map((value, c) => ({ submission: `s${e}`, case: `c${c}`, structure: "liver", metric: "dice", value })),
    ),
  );
}

/** Roughly normal noise: the sum of four uniform numbers, mean 0, standard deviation 1. */
function noiseFrom(random: (limit: number) => number) {
  const uniform = () => random(2 ** 31) / 2 ** 31;
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}

describe("rank confidence sets", () => {
  it("hold all true ranks at once in at least 93 % of simulated challenges, at a stated level of 95 %", () => {
    const noise = noiseFrom(seedRandom(11));
    const skills = [0, 0, 0, 0.4, 0.8];
    const trueRanks = [
      [3, 5],
      [3, 5],
      [3, 5],
      [2, 2],
      [1, 1],
    ] as const;
    let held = 0;
    const challenges = 200;
    for (let k = 0; k < challenges; k++) {
      const difficulty = Array.from({ length: 40 }, () => noise());
      const table = tableOf(skills.map((skill) => difficulty.map((hard) => skill + hard + noise())));
      const { ranking } = rankEntries(table, rules, { bootstrap: { draws: 200, seed: k } });
      const covers = ranking.every(({ submission, rankSet: [low, high] = [9, 0] }) => {
        const [first, last] = trueRanks[Number(submission.slice(1))] ?? [0, 0];
        return low <= first && last <= high;
      });
      if (covers) held++;
    }
    expect(held / challenges).toBeGreaterThanOrEqual(0.93);
  });

  it("are narrow for clear differences, wide for none, and everything for a single case", () => {
    const noise = noiseFrom(seedRandom(5));
    const values = [0, 0.01, 5].map((skill) => Array.from({ length: 30 }, () => skill + noise()));
    const setsOf = (table: ScoreTable) =>
      Object.fromEntries(rankEntries(table, rules).ranking.map(({ submission, rankSet }) => [submission, rankSet]));
    expect(setsOf(tableOf(values))).toEqual({ s0: [2, 3], s1: [2, 3], s2: [1, 1] });
    expect(setsOf(tableOf([[0.1], [0.9]]))).toEqual({ s0: [1, 2], s1: [1, 2] });
  });

  it("are there only for a mean of one metric", () => {
    const { ranking } = rankEntries(
      tableOf([
        [0.1, 0.2],
        [0.3, 0.4],
      ]),
      { ...rules, scheme: "rank-then-mean" },
    );
    expect(ranking[0]).not.toHaveProperty("rankSet");
  });
});

describe("mapSignificance", () => {
  it("lays the tests out in the order of the ranking, better in rows, worse in columns", () => {
    const cases = Array.from({ length: 12 }, (_, c) => c / 100);
    const ranking = rankEntries(tableOf([cases, cases.map((v, c) => 0.5 + 1.1 * v + 0.001 * c * c)]), rules);
    const { submissions, pAdjusted, isBetter } = mapSignificance(ranking);
    expect(submissions).toEqual(["s1", "s0"]);
    expect(pAdjusted).toEqual([
      [null, 2 / 2 ** 12],
      [1, null],
    ]);
    expect(isBetter).toEqual([
      [false, true],
      [false, false],
    ]);
  });
});

describe("compareSchemes", () => {
  it("gives the ranks under every general scheme beside the phase's own, with their agreement", () => {
    const table = tableOf([
      [0.9, 0.9, 0.1],
      [0.8, 0.8, 0.8],
      [0.5, 0.6, 0.7],
    ]);
    const { scheme, ranks, kendallTau } = compareSchemes(table, rules);
    expect(scheme).toBe("mean-then-rank");
    expect(ranks).toEqual({
      "mean-then-rank": [2, 1, 3],
      "median-then-rank": [1, 2, 3],
      "rank-then-mean": [1, 1, 3],
      "rank-then-median": [1, 2, 3],
      "test-based": [1, 1, 1],
    });
    expect(kendallTau["mean-then-rank"]).toBe(1);
    expect(kendallTau["median-then-rank"]).toBeCloseTo(1 / 3, 12);
  });
});

describe("groups of structures", () => {
  it("are ranked each by its own structures", () => {
    const rows = [
      ["a", "aorta", 0.9],
      ["a", "liver", 0.1],
      ["b", "aorta", 0.2],
      ["b", "liver", 0.3],
    ].map(([submission, structure, value]) => ({
      submission: String(submission),
      case: "c1",
      structure: String(structure),
      metric: "dice",
      value: Number(value),
    }));
    const { groups } = rankEntries(buildTable(rows), {
      ...rules,
      groups: [
        { name: "tubular", structures: ["aorta"] },
        { name: "large", structures: ["liver"] },
      ],
    });
    expect(groups?.map(({ name, ranking }) => [name, ranking[0]?.submission])).toEqual([
      ["tubular", "a"],
      ["large", "b"],
    ]);
  });
});
