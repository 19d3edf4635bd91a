import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { scoresFileSchema } from "@bodymark/contracts";
import { encodeNifti } from "@bodymark/nifti";
import { describe, expect, it } from "vitest";
import {
  matchCases,
  meanOf,
  meanOfMeans,
  planThreads,
  ScoringThreads,
  scoreCases,
  summarise,
  WorkerPool,
} from "../src/index.ts";
import { AFFINE, file, labels, OPTIONS, testFolder } from "./files.ts";

const folder = testFolder();

async function threeCases() {
  await mkdir(join(folder.path(), "r"));
  await mkdir(join(folder.path(), "p"));
  for (const [i, name] of ["b", "a", "c"].entries()) {
    await folder.put(`r/${name}.nii.gz`, file(labels()));
    if (name !== "c") await folder.put(`p/${name}.nii.gz`, file(labels(i + 1)));
  }
  return matchCases(join(folder.path(), "r"), join(folder.path(), "p"));
}

describe("folders of cases", () => {
  it("are matched by name in byte order, whatever the ending; what is missing stays, what is extra is named", async () => {
    await folder.put("r.nii.gz", "");
    const { cases } = await threeCases();
    await folder.put("p/d.nii", file(labels()));
    const again = await matchCases(join(folder.path(), "r"), join(folder.path(), "p"));
    expect(cases.map(({ name, predictionPath }) => [name, predictionPath !== null])).toEqual([
      ["a", true],
      ["b", true],
      ["c", false],
    ]);
    expect(again.extra).toEqual(["d"]);
  });

  it("are wrong usage when a path is missing, a file meets a folder, or no name matches", async () => {
    await threeCases();
    const [r, p] = [join(folder.path(), "r"), join(folder.path(), "p")];
    await expect(matchCases(join(folder.path(), "none"), p)).rejects.toMatchObject({ code: "usage" });
    await expect(matchCases(r, join(p, "a.nii.gz"))).rejects.toMatchObject({ code: "usage" });
    await mkdir(join(folder.path(), "q"));
    await folder.put("q/x.nii.gz", "");
    await expect(matchCases(r, join(folder.path(), "q"))).rejects.toThrow(/references: a, b, c\n {2}predictions: x/);
    await folder.put("r/a.nii", "");
    await expect(matchCases(r, p)).rejects.toThrow('two label maps for case "a"');
  });

  it("have the same scores with one thread, threads on one case, and threads on whole cases", async () => {
    const { cases } = await threeCases();
    const alone = await scoreCases(cases, OPTIONS);
    expect(scoresFileSchema.parse(alone)).toMatchObject({
      schema: "bodymark.scores/1",
      scorer: { definition: "surface-distance" },
    });
    expect(alone.cases.map(({ status }) => status)).toEqual(["ok", "ok", "no-output"]);
    for (const workers of [2, 8]) {
      const plan = planThreads(cases.length, workers);
      const pool = new ScoringThreads({ size: plan.size });
      try {
        const done: number[] = [];
        const threaded = await scoreCases(cases, OPTIONS, { plan, pool }, { onCase: (_, count) => done.push(count) });
        expect({ ...threaded, timing: null }).toEqual({ ...alone, timing: null });
        expect(done).toEqual([1, 2, 3]);
      } finally {
        await pool.close();
      }
    }
  });

  it("share the structures of a case with very many runs among threads, with the same scores", async () => {
    const shape = [160, 100, 100] as const;
    let state = 5;
    const noise = () =>
      Uint8Array.from({ length: 1_600_000 }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state >>> 30;
      });
    const path = (side: string) => folder.put(`${side}.nii`, encodeNifti({ shape, affine: AFFINE, data: noise() }));
    const cases = [{ name: "noise", referencePath: await path("r"), predictionPath: await path("p") }];
    const plan = planThreads(1, 3);
    const pool = new ScoringThreads({ size: plan.size });
    try {
      const [alone, shared] = [await scoreCases(cases, OPTIONS), await scoreCases(cases, OPTIONS, { plan, pool })];
      expect(shared.cases).toEqual(alone.cases);
    } finally {
      await pool.close();
    }
  });

  it("of large files are read in two threads, with the same scores; a reference that cannot be read is still told", async () => {
    const shape = [300, 200, 150] as const;
    const block = (from: number) => {
      const data = new Uint8Array(300 * 200 * 150);
      for (let row = 2000; row < 3000; row++) data.fill(1, row * 300 + from, row * 300 + 200);
      return data;
    };
    const put = (side: string, data: Uint8Array) =>
      folder.put(`${side}.nii`, encodeNifti({ shape, affine: AFFINE, data }));
    const referencePath = await put("r", block(50));
    const predictionPath = await put("p", block(60));
    const unknown = await put("u", block(60).fill(250, 0, 10));
    const plan = planThreads(1, 2);
    const pool = new ScoringThreads({ size: plan.size });
    try {
      const cases = [{ name: "large", referencePath, predictionPath }];
      const [alone, shared] = [await scoreCases(cases, OPTIONS), await scoreCases(cases, OPTIONS, { plan, pool })];
      expect(shared.cases).toEqual(alone.cases);
      expect(alone.cases[0]?.structures[0]?.dice).toBeGreaterThan(0.9);
      const bad = [{ name: "large", referencePath, predictionPath: unknown }];
      expect((await scoreCases(bad, OPTIONS, { plan, pool })).cases[0]?.status).toBe("invalid-labels");
      const whole = encodeNifti({ shape, affine: AFFINE, data: block(50) });
      const unreadable = await folder.put("cut.nii", whole.subarray(0, 8_500_000));
      const lost = [{ name: "large", referencePath: unreadable, predictionPath }];
      await expect(scoreCases(lost, OPTIONS, { plan, pool })).rejects.toMatchObject({ code: "unreadable-reference" });
    } finally {
      await pool.close();
    }
  });

  it("are given up at once when cancelled", async () => {
    const { cases } = await threeCases();
    const plan = planThreads(cases.length, 2);
    const pool = new ScoringThreads({ size: plan.size });
    const controller = new AbortController();
    const many = Array.from({ length: 200 }, () => cases).flat();
    const scoring = scoreCases(
      many,
      OPTIONS,
      { plan, pool },
      { signal: controller.signal, onCase: () => controller.abort(new Error("enough")) },
    );
    await expect(scoring).rejects.toThrow("enough");
    await pool.close();
  });
});

describe("the threads", () => {
  const entry = (program: string) => new URL(`data:text/javascript,${encodeURIComponent(program)}`);

  it("are replaced when one dies, and its task is done by the next", async () => {
    const lives = new Int32Array(new SharedArrayBuffer(4));
    const program = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", ({ lives, value }) => {
        if (value === 2 && Atomics.add(lives, 0, 1) === 0) process.exit(9);
        parentPort.postMessage({ value: value * 10 });
      });`;
    const deaths: string[] = [];
    const pool = new WorkerPool({ size: 2, entry: entry(program), onDeath: ({ message }) => deaths.push(message) });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((value) => pool.run({ lives, value })));
    await pool.close();
    expect(answers).toEqual([10, 20, 30, 40, 50]);
    expect(deaths).toEqual(["a scoring thread ended with code 9"]);
  });

  it("report a task that kills every thread it is given, and go on with the rest", async () => {
    const program = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", (value) => { if (value === 2) throw new Error("no memory"); parentPort.postMessage({ value }); });`;
    const pool = new WorkerPool({ size: 1, entry: entry(program) });
    const [one, two, three] = await Promise.allSettled([1, 2, 3].map((value) => pool.run(value)));
    await pool.close();
    expect([one?.status, two?.status, three?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(two).toMatchObject({ reason: { code: "worker-died", cause: { message: "no memory" } } });
  });

  it("end alone when their memory runs out, with the task that did it, and not the process", async () => {
    const program = `import { parentPort } from "node:worker_threads";
      parentPort.on("message", (value) => {
        const hoard = [];
        while (value === 2) hoard.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
        parentPort.postMessage({ value });
      });`;
    const deaths: string[] = [];
    const options = { size: 1, entry: entry(program), heapMib: 32 };
    const pool = new WorkerPool({ ...options, onDeath: ({ cause }) => deaths.push((cause as { code: string }).code) });
    const [one, two, three] = await Promise.allSettled([1, 2, 3].map((value) => pool.run(value)));
    await pool.close();
    expect([one?.status, two?.status, three?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(two).toMatchObject({ reason: { code: "worker-died", retry: true } });
    expect(deaths).toEqual(["ERR_WORKER_OUT_OF_MEMORY"]);
  });
});

describe("a summary", () => {
  const row = (status: "ok" | "reference-empty" | "both-empty" | "timeout" | "not-annotated", dice: number | null) => ({
    label: 1,
    name: "liver",
    status,
    dice,
    nsd: dice === null ? { "1": null, "10": null } : { "1": dice, "10": 1 },
  });
  const cases = [
    row("ok", 0.8),
    row("ok", 0.6),
    row("timeout", 0),
    row("reference-empty", 0),
    row("both-empty", null),
    row("not-annotated", null),
  ].map((structure, i) => ({ case: String(i), status: "ok" as const, structures: [structure] }));

  it("counts the cases whose reference has the structure, failed ones with their zeros", () => {
    const [liver] = summarise(cases, { definition: "surface-distance" });
    expect(liver).toMatchObject({ label: 1, name: "liver", cases: 3, dice: { median: 0.6 } });
    expect(liver?.dice?.mean).toBeCloseTo(1.4 / 3, 12);
    expect(liver?.dice?.sd).toBeCloseTo(Math.sqrt((0.8 ** 2 + 0.6 ** 2) / 3 - (1.4 / 3) ** 2), 12);
  });

  it("may count what the reference lacks: 1 where the prediction lacks it too, 0 elsewhere and in a failed case", () => {
    const count = { definition: "surface-distance", absentPolicy: "count" } as const;
    const [liver] = summarise(cases, count);
    expect(liver).toMatchObject({ cases: 5, dice: { median: 0.6 }, nsd: { "10": { median: 1 } } });
    expect(liver?.dice?.mean).toBeCloseTo((0.8 + 0.6 + 0 + 0 + 1) / 5, 12);
    const failed = [{ status: "timeout" as const, structures: [row("both-empty", null)] }];
    expect(summarise(failed, count)[0]).toMatchObject({ cases: 1, dice: { mean: 0 }, nsd: { "1": { mean: 0 } } });
  });

  it("follows a definition's own rule before the phase's", () => {
    expect(summarise(cases, { definition: "flare" })[0]?.cases).toBe(5);
    expect(summarise(cases, { definition: "bodymaps-2024", absentPolicy: "count" })[0]?.cases).toBe(3);
  });

  it("has one statistic per tolerance, and means use the first in the file", () => {
    const summary = summarise(cases, { definition: "surface-distance" });
    expect(meanOfMeans(summary, "nsd", new Map([[1, 10]]))).toBe(1);
    expect(meanOfMeans(summary, "nsd", new Map([[1, 1]]))).toBeCloseTo(1.4 / 3, 12);
    expect(meanOfMeans(summary, "dice")).toBeCloseTo(1.4 / 3, 12);
    expect(meanOfMeans([], "dice")).toBeNull();
    const [liver] = summary;
    expect(liver && meanOf(liver, "nsd", 10)).toBe(1);
  });
});
