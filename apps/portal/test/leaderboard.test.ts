import type { BoardEntry } from "@bodymark/challenge";
import { describe, expect, it } from "vitest";
import { toBoardCsv } from "../features/leaderboards/board-csv.ts";
import { bestFirst, sortRows, toRows, toSortKey } from "../features/leaderboards/board-row.ts";
import { paretoFront } from "../features/leaderboards/pareto-front.ts";
import { linearTicks, logTicks } from "../ui/axis.ts";
import { cividis } from "../ui/cividis.ts";

function entry(change: Partial<BoardEntry>): BoardEntry {
  return {
    ...{ rank: 1, rankInterval: [1, 2], score: 0.9, submission: "sub_1", evaluation: "evl_1", teamId: "team_1" },
    ...{ team: "Team", anonymous: false, algorithm: "A", description: "", baseline: false, verified: false },
    ...{ attempts: 1, submittedAt: "2026-11-24T00:00:00.000Z", dice: 0.9, nsd: 0.8, medianMs: 1000 },
    ...{ peakMemoryBytes: 1, gpuMemoryAucMbS: null, failedCases: 0, caseCount: 2, hardware: "x", fingerprint: "f" },
    flags: [],
    referenceRevision: 1,
    structures: [{ label: 1, name: "liver", cases: 2, dice: 0.95, nsd: 0.9, hd95Mm: 2 }],
    groups: [{ name: "small", dice: 0.5, nsd: 0.5 }],
    ...change,
  };
}

describe("the board's rows", () => {
  const first = entry({ submission: "a", rank: 1, dice: 0.9, medianMs: 5000 });
  const second = entry({ submission: "b", rank: 2, dice: 0.8, medianMs: null });
  const third = entry({ submission: "c", rank: 3, dice: 0.7, medianMs: 100, algorithm: "Z" });
  const rows = toRows([first, second, third], null);
  const order = (key: Parameters<typeof sortRows>[1]["key"], descending: boolean) =>
    sortRows(rows, { key, descending }).map((row) => row.entry.submission);

  it("sort by a column without touching the ranks", () => {
    expect(order("dice", true)).toEqual(["a", "b", "c"]);
    expect(order("dice", false)).toEqual(["c", "b", "a"]);
    expect(sortRows(rows, { key: "dice", descending: false })[0]?.entry.rank).toBe(3);
  });

  it("put what was not measured last, whichever way they are sorted", () => {
    expect(order("medianMs", false)).toEqual(["c", "a", "b"]);
    expect(order("medianMs", true)).toEqual(["a", "c", "b"]);
  });

  it("keep the board's order among equals", () => {
    expect(order("failedCases", true)).toEqual(["a", "b", "c"]);
    expect(order("group:small", false)).toEqual(["a", "b", "c"]);
  });

  it("show one structure's figures with its own n", () => {
    expect(toRows([first], "liver")[0]).toMatchObject({ dice: 0.95, nsd: 0.9, cases: 2 });
    expect(toRows([first], "unknown")[0]).toMatchObject({ dice: null, cases: 0 });
  });

  it("carry letters where hardware differs, none where it is the same", () => {
    expect(rows.map((row) => row.hardwareLetter)).toEqual([null, null, null]);
    const mixed = toRows([first, entry({ fingerprint: "other" }), first], null);
    expect(mixed.map((row) => row.hardwareLetter)).toEqual(["A", "B", "A"]);
  });

  it("know only sort keys of the table and of its groups", () => {
    expect(toSortKey("nsd", [])).toBe("nsd");
    expect(toSortKey("group:small", ["small"])).toBe("group:small");
    expect(toSortKey("group:large", ["small"])).toBeNull();
    expect([bestFirst("dice"), bestFirst("medianMs")]).toEqual([true, false]);
  });
});

describe("the Pareto front", () => {
  it("holds what nothing beats in both, by cost, equal points together", () => {
    const points = [
      { id: "dear", cost: 9, quality: 0.9 },
      { id: "beaten", cost: 5, quality: 0.5 },
      { id: "cheap", cost: 1, quality: 0.5 },
      { id: "twin", cost: 1, quality: 0.5 },
      { id: "middle", cost: 3, quality: 0.7 },
      { id: "same cost, worse", cost: 3, quality: 0.6 },
    ];
    expect(paretoFront(points).map((point) => point.id)).toEqual(["cheap", "twin", "middle", "dear"]);
    expect(paretoFront([])).toEqual([]);
  });
});

const OWN = { official: true, scheme: "mean-then-rank" };

describe("the board as CSV", () => {
  it("leaves cells empty that were not measured and quotes what needs it", () => {
    const text = toBoardCsv({ entries: [entry({ algorithm: 'a "b", c', medianMs: null, hardware: "x\ny" })], ...OWN });
    const [head, line] = text.split("\r\n");
    expect(head).toMatch(/^rank,rank_low,rank_high,algorithm,.*,dice_liver,nsd_liver$/);
    expect(line).toMatch(/^1,1,2,"a ""b"", c",Team,sub_1,0.9,0.8,,1,,0,2,"x\ny",/);
  });

  it("W5: disarms texts that a spreadsheet would run as a formula", () => {
    for (const evil of ["=1+1", "+1", "-1", "@x", "\tx"]) {
      expect(toBoardCsv({ entries: [entry({ team: evil })], ...OWN })).toContain(`'${evil}`);
    }
  });

  it("says in each line that an order by another scheme is exploratory", () => {
    const text = toBoardCsv({ entries: [entry({})], official: false, scheme: "test-based" });
    expect(text).toMatch(/,exploratory_scheme\r\n.*,test-based\r\n$/);
  });

  it("has its head line even without entries", () => {
    expect(toBoardCsv({ entries: [], ...OWN }).split("\r\n")).toHaveLength(2);
  });
});

describe("axes and colours of plots", () => {
  it("tick at round values", () => {
    expect(linearTicks(0.58, 0.91, 4)).toEqual([0.6, 0.7, 0.8, 0.9]);
    expect(linearTicks(1, 1, 4)).toEqual([1]);
    expect(logTicks(900, 25_000)).toEqual([1000, 2000, 5000, 10_000, 20_000]);
  });

  it("keep text readable on every shade of cividis", () => {
    expect(cividis(0).color).toBe("#fff");
    expect(cividis(1).color).toBe("#000");
    expect(cividis(7)).toEqual(cividis(1));
  });
});
