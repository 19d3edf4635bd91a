/**
 * `npm run soak [-- --runs 200]`: hostile containers in a row, on a private engine of its own, in both sandbox ways.
 * Nothing may be left of them: no container, volume, mount, loop device, temporary file, process or open file, and the
 * evaluator's memory may not grow. Needs root on Linux, gcc and a static busybox. Exit code 1 where something is left.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Sandbox } from "@bodymark/contracts";
import { clearQuotaGroups } from "../../infra/engine/clear-quota-groups.ts";
import { enginePaths } from "../../infra/engine/engine-paths.ts";
import { readEngineState } from "../../infra/engine/engine-state.ts";
import { buildHostileImage } from "../fixtures/hostile-image.ts";
import { type HostileRow, OUTPUT_ROWS, RUN_ROWS } from "../fixtures/hostile-rows.ts";
import { SandboxBench } from "../support/sandbox.ts";
import { startSecondEngine } from "../support/second-engine.ts";
import { residentBytes, type Stock, takeStock } from "./take-stock.ts";

const MIB = 1024 ** 2;
const SAMPLE_EVERY = 10;
/** Growth of the evaluator's memory over a hundred runs that still counts as flat. */
const FLAT_MIB = 8;

const { values } = parseArgs({ options: { runs: { type: "string", default: "200" } } });
const runs = Number(values.runs);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const folder = mkdtempSync(join(tmpdir(), "soak-"));
// A temporary folder of the soak's own, so that whatever stays in it is ours.
process.env.TMPDIR = join(folder, "tmp");
mkdirSync(process.env.TMPDIR);
const engineFolder = join(folder, "engine");
const engine = await startSecondEngine(engineFolder);
process.env.DOCKER_HOST = engine.host;
const paths = enginePaths(engineFolder);
const enginePid = readEngineState(paths)?.pid ?? 0;

const plan: { row: HostileRow; sandbox: Sandbox }[] = [...RUN_ROWS, ...OUTPUT_ROWS].flatMap((row) =>
  (["userns", "readonly"] as const)
    .filter((sandbox) => !row.only || row.only === sandbox)
    .map((sandbox) => ({ row, sandbox })),
);
/** Runs before the first stock: by then every kind of run has been, and memory has found its level. */
const warmUpRuns = plan.length;
const samples: { run: number; evaluatorMib: number; engineMib: number; ageS: number }[] = [];
const wrong: string[] = [];
let before: Stock | null = null;
let after: Stock | null = null;
const startedAt = performance.now();

try {
  const bench = await SandboxBench.open();
  try {
    for (let run = 0; run < warmUpRuns + runs; run++) {
      const { row, sandbox } = plan[run % plan.length] ?? {};
      if (!row || !sandbox) throw new Error("no rows");
      const { lines, thenCopy = true, expected, trial } = row;
      const build = (path: string) => buildHostileImage(lines, path, { thenCopy });
      const { result } = await bench.evaluate(build, { sandbox, ...trial });
      if (result.status !== expected)
        wrong.push(`${row.id} ${row.title} (${sandbox}): ${result.status}, not ${expected}`);
      await bench.clear();
      if (run + 1 === warmUpRuns) before = await takeStock(paths, bench.folder);
      if (run + 1 >= warmUpRuns && (run + 1 - warmUpRuns) % SAMPLE_EVERY === 0) sample(run + 1 - warmUpRuns);
    }
    after = await takeStock(paths, bench.folder);
  } finally {
    await bench.close();
  }
  await clearQuotaGroups(engineFolder).catch((error: unknown) => console.error(error));
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

const kept = leftOver(before, after);
const growth = slopeMib(samples.map(({ run, evaluatorMib }) => [run, evaluatorMib]));
const engineGrowth = slopeMib(samples.map(({ run, engineMib }) => [run, engineMib]));
const figures = {
  machine: `${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`,
  runs,
  minutes: round((performance.now() - startedAt) / 60_000),
  left: kept,
  before,
  after,
  evaluatorMibPer100Runs: round(growth * 100),
  engineMibPer100Runs: round(engineGrowth * 100),
  unexpected: wrong,
  samples,
};
const out = join(process.env.BODYMARK_DATA || ".bodymark", "bench");
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "soak.json"), `${JSON.stringify(figures, null, 1)}\n`);
console.log(JSON.stringify({ ...figures, samples: undefined }, null, 1));
const flat = growth * 100 <= FLAT_MIB;
if (kept.length > 0 || !flat || wrong.length > 0) {
  console.error(`not clean: ${[...kept, ...(flat ? [] : ["memory grows"]), ...wrong].join("; ")}`);
  process.exit(1);
}
console.log(`clean: ${runs} hostile runs left nothing, and memory is flat`);
process.exit(0);

function sample(run: number): void {
  collectGarbage();
  const one = {
    run,
    evaluatorMib: round(residentBytes("self") / MIB),
    engineMib: round(residentBytes(enginePid) / MIB),
    ageS: Math.round((performance.now() - startedAt) / 1000),
  };
  samples.push(one);
  console.log(`${run} runs, ${one.ageS} s: evaluator ${one.evaluatorMib} MiB, engine ${one.engineMib} MiB`);
}

function leftOver(first: Stock | null, last: Stock | null): string[] {
  if (!first || !last) return ["no stock was taken"];
  return Object.entries(last).flatMap(([what, count]) => {
    const more = count - first[what as keyof Stock];
    return more > 0 ? [`${more} more ${what}`] : [];
  });
}

/** Least-squares slope over the later two thirds, in MiB a run. */
function slopeMib(points: readonly (readonly [number, number])[]): number {
  const late = points.slice(Math.floor(points.length / 3));
  const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / Math.max(1, numbers.length);
  const [meanX, meanY] = [mean(late.map(([x]) => x)), mean(late.map(([, y]) => y))];
  const spread = late.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? 0 : late.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
