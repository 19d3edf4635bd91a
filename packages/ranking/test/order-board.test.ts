import { describe, expect, it } from "vitest";
import { buildTable, metricRule, orderBoard, type RankingRules, rankEntries, type ScoreRow } from "../src/index.ts";

const rules: RankingRules = {
  scheme: "mean-then-rank",
  metrics: [{ name: "dice", direction: "higher", weight: 1 }],
};
const entry = (submission: string, submittedAtMs: number, dice: number | null | undefined) => ({
  submission,
  submittedAtMs,
  means: dice === undefined ? null : { dice },
});
const places = (entries: readonly { submission: string; rank: number | null }[]) =>
  entries.map(({ submission, rank }) => `${submission}:${rank ?? "-"}`);

describe("orderBoard", () => {
  it("orders by the mean, ties sharing the smaller rank and the earlier submission standing first", () => {
    const board = orderBoard(
      [entry("late", 9, 0.8), entry("best", 5, 0.9), entry("early", 1, 0.8), entry("last", 2, 0.1)],
      rules,
    );
    expect(places(board)).toEqual(["best:1", "early:2", "late:2", "last:4"]);
  });

  it("never puts an unscored or failed entry before a scored one, even one that scored 0", () => {
    const board = orderBoard([entry("failed", 1, undefined), entry("running", 0, null), entry("zero", 9, 0)], rules);
    expect(places(board)).toEqual(["zero:1", "running:-", "failed:-"]);
    expect(board[1]?.score).toBeNull();
  });

  it("puts the lower mean first where lower is better", () => {
    const lower: RankingRules = { ...rules, metrics: [{ name: "dice", direction: "lower", weight: 1 }] };
    expect(places(orderBoard([entry("slow", 1, 9), entry("fast", 2, 3)], lower))).toEqual(["fast:1", "slow:2"]);
  });

  it("keeps the fields of an entry, so that a board row can be handed in as it is", () => {
    const [row] = orderBoard([{ ...entry("a", 1, 0.5), team: "north" }], rules);
    expect(row).toMatchObject({ team: "north", rank: 1, score: 0.5 });
  });

  it("ranks by several metrics as the mean of the ranks in each, an entry without one of them last in it", () => {
    const two: RankingRules = {
      scheme: "mean-then-rank",
      metrics: [
        { name: "dice", direction: "higher", weight: 1 },
        { name: "hd95", direction: "lower", weight: 1 },
      ],
    };
    const row = (submission: string, dice: number | null, hd95: number | null) => ({
      submission,
      submittedAtMs: 0,
      means: { dice, hd95 },
    });
    const board = orderBoard([row("a", 0.9, 4), row("b", 0.8, 3), row("c", 0.7, null)], two);
    expect(board.map(({ submission, rank, score }) => [submission, rank, score])).toEqual([
      ["a", 1, 1.5],
      ["b", 1, 1.5],
      ["c", 3, 3],
    ]);
  });

  it("agrees with rankEntries for mean-then-rank, and follows it for the schemes that need single cases", () => {
    const rows: ScoreRow[] = [
      ["a", "1", 0.9],
      ["a", "2", 0.2],
      ["b", "1", 0.5],
      ["b", "2", 0.5],
    ].map(([submission, name, value]) => ({
      submission: String(submission),
      case: String(name),
      structure: "liver",
      metric: "dice",
      value: Number(value),
    }));
    const entries = [entry("a", 1, 0.55), entry("b", 2, 0.5), entry("c", 0, undefined)];
    const means = rankEntries(buildTable(rows), rules, { bootstrap: { draws: 0, seed: 1 } }).ranking;
    expect(places(orderBoard(entries, rules, means))).toEqual(places(orderBoard(entries, rules)));
    const ranked = rankEntries(buildTable(rows), { ...rules, scheme: "rank-then-mean" }).ranking;
    expect(places(orderBoard(entries, { ...rules, scheme: "rank-then-mean" }, ranked))).toEqual(["a:1", "b:1", "c:-"]);
    expect(() => orderBoard(entries, { ...rules, scheme: "rank-then-mean" })).toThrow("single cases");
  });

  it("gives a metric's rule from its name", () => {
    expect(metricRule("hd95Mm", "mean-then-rank")).toEqual({ name: "hd95Mm", direction: "lower", weight: 1 });
    expect(metricRule("gpuMemoryAucMbS", "flare-22")).toEqual({
      name: "gpuMemoryAucMbS",
      direction: "lower",
      weight: 0.5,
    });
    expect(metricRule("beauty", "mean-then-rank")).toBeUndefined();
  });
});
