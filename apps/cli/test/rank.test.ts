import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScoreRows } from "../src/read-score-rows.ts";

const BODYMARK = fileURLToPath(new URL("../bin/bodymark.mjs", import.meta.url));
const HEADER = "submission,case,structure,metric,value";
const SCORES = `${HEADER}
a,c1,liver,dice,0.9
a,c2,liver,dice,0.7
b,c1,liver,dice,0.8
b,c2,liver,dice,
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-rank-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rank(csv: string, ...options: string[]) {
  const scores = join(folder, "scores.csv");
  await writeFile(scores, csv);
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const command = [BODYMARK, "rank", "--scores", scores, ...options];
    execFile(process.execPath, command, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

describe("bodymark rank", () => {
  it("writes the ranking as JSON to stdout, by a known metric's own direction", async () => {
    const { code, stdout } = await rank(SCORES, "--scheme", "mean-then-rank");
    expect(code).toBe(0);
    const ranking = JSON.parse(stdout);
    expect(ranking).toMatchObject({
      schema: "bodymark.ranking/1",
      scheme: "mean-then-rank",
      ranking: [
        { submission: "a", rank: 1, score: 0.8, rankInterval: [1, 1] },
        { submission: "b", rank: 2, score: 0.4, rankInterval: [2, 2] },
      ],
      kendallTau: { median: 1, low: 1, high: 1 },
      rules: { metrics: [{ name: "dice", direction: "higher", weight: 1 }] },
    });
    expect(ranking.significance).toContainEqual({ better: "a", worse: "b", p: 0.25, pAdjusted: 0.5 });
  });

  it("writes the same bytes to --out for the same seed", async () => {
    const out = join(folder, "ranking.json");
    const options = ["--scheme", "rank-then-mean", "--metric", "dice:lower", "--bootstrap", "50", "--seed", "3"];
    const { code, stdout } = await rank(SCORES, ...options, "--out", out);
    expect([code, stdout]).toEqual([0, ""]);
    expect(await readFile(out, "utf8")).toBe((await rank(SCORES, ...options)).stdout);
  });

  it("ranks flare-22 by several metrics, those of GPU and CPU at half weight", async () => {
    const costs = ["time", "gpu-auc", "cpu-auc"];
    const more = costs.flatMap((metric) => ["a", "b"].map((name) => `${name},c1,,${metric},${name === "a" ? 5 : 9}`));
    const nsd = ["a,c1,liver,nsd,0.9", "b,c1,liver,nsd,0.8"];
    const { code, stdout } = await rank(`${SCORES}${[...more, ...nsd].join("\n")}`, "--scheme", "flare-22");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).rules.metrics.map((metric: { weight: number }) => metric.weight)).toEqual([
      1, 1, 1, 0.5, 0.5,
    ]);
  });

  it.each([
    ["a NaN", `${SCORES}c,c1,liver,dice,NaN\n`, [], "line 6"],
    ["a cell given twice", `${SCORES}a,c1,liver,dice,0.5\n`, [], "line 6"],
    ["an unknown column", SCORES.replace("value", "points"), [], 'line 1: unknown column "points"'],
    ["an unknown metric", SCORES, ["--metric", "nsd:higher"], 'no metric "nsd"'],
    ["a metric of unknown direction", SCORES.replaceAll("dice", "beauty"), [], "beauty:higher"],
    ["a metric given twice", SCORES, ["--metric", "dice", "--metric", "dice:higher"], "twice"],
    ["a broken number of draws", SCORES, ["--bootstrap", "many"], "whole number"],
  ])("exits with 2 for %s and says where", async (_, csv, options, message) => {
    const { code, stdout, stderr } = await rank(csv, "--scheme", "mean-then-rank", ...options);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it("exits with 2 for an unknown scheme and lists the known ones", async () => {
    const { code, stderr } = await rank(SCORES, "--scheme", "best");
    expect(code).toBe(2);
    expect(stderr).toContain("rank-then-median");
  });
});

describe("readScoreRows", () => {
  it("reads quoted fields, a byte order mark, CRLF, blank lines and columns in any order", () => {
    const text =
      '\uFEFFvalue,metric,structure,case,submission\r\n0.5,dice,"left, kidney",c1,"team ""x"""\r\n\r\n1e-3,time,,c1,b\r\n';
    expect(readScoreRows(text)).toEqual([
      { submission: 'team "x"', case: "c1", structure: "left, kidney", metric: "dice", value: 0.5, line: 2 },
      { submission: "b", case: "c1", structure: "", metric: "time", value: 0.001, line: 4 },
    ]);
  });

  it("takes an empty value for a missing one", () => {
    expect(readScoreRows(`${HEADER}\na,c1,liver,dice,\n`)[0]?.value).toBeNull();
  });

  it.each([
    ["", "line 1"],
    [HEADER, "line 1"],
    ["submission,case,structure,metric\na,b,c,d", 'line 1: the column "value"'],
    [`${HEADER},value\na,b,c,d,1,2`, 'line 1: the column "value" is there twice'],
    [`${HEADER}\na,b,c,d`, "line 2: 4 fields"],
    [`${HEADER}\na,,c,d,1`, "line 2: the case is empty"],
    [`${HEADER}\na,b,c,d,1\na,b,c,d,Infinity`, 'line 3: the value "Infinity"'],
    [`${HEADER}\na,b,c,d,0x10`, "line 2"],
    [`${HEADER}\na,b,c,d,1e999`, "line 2"],
    [`${HEADER}\na,b,c,"d,1`, "line 2"],
  ])("refuses %j, naming the line", (text, message) => {
    expect(() => readScoreRows(text)).toThrow(message);
  });
});
