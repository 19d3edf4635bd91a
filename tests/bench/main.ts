// `npm run bench`: the benchmarks, side by side. Parts are picked by name (`npm run bench -- scoring`); `--peers` adds the
// Python libraries that people score with today, `--monai` the slowest of them.
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

interface Options {
  readonly folder: string;
  readonly peers: boolean;
  readonly monai: boolean;
  readonly repeats: number;
  /** Runs of each peer, in turn with ours: they take minutes. */
  readonly peerRepeats: number;
  /** Workloads of the part that are wanted; empty: all. */
  readonly workloads: readonly string[];
}

const PARTS: Readonly<Record<string, (options: Options) => Promise<unknown>>> = {
  scoring: async (options) => (await import("./scoring.ts")).benchScoring(options),
  overhead: async () => (await import("./case-overhead.ts")).benchOverhead(),
  workers: async () => (await import("./workers.ts")).benchWorkers(),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: "boolean", default: false },
    monai: { type: "boolean", default: false },
    repeats: { type: "string", default: "5" },
    "peer-repeats": { type: "string", default: "3" },
    workload: { type: "string", multiple: true, default: [] },
  },
});
const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
const [repeats = 0, peerRepeats = 0] = [values.repeats, values["peer-repeats"]].map(Number);
if (unknown !== undefined || ![repeats, peerRepeats].every((count) => Number.isInteger(count) && count > 0)) {
  const parts = Object.keys(PARTS).join("|");
  console.error(
    `usage: npm run bench -- [${parts}]… [--workload NAME]… [--repeats N] [--peers] [--peer-repeats N] [--monai]`,
  );
  process.exit(2);
}

const folder = join(process.env.BODYMARK_DATA ?? ".bodymark", "bench");
mkdirSync(folder, { recursive: true });
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  system: `${platform()} ${arch()}`,
  node: process.version,
  load: Number(loadavg()[0]?.toFixed(2)),
  date: new Date().toISOString(),
};
console.log(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}; load before ${machine.load}\n`,
);
const peers = values.peers || values.monai;
const options = { folder, peers, monai: values.monai, repeats, peerRepeats, workloads: values.workload };
const results: Record<string, unknown> = {};
for (const part of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  console.log(`${part}\n`);
  results[part] = await PARTS[part]?.(options);
}
const file = join(folder, "bench.json");
writeFileSync(file, `${JSON.stringify({ machine, ...results }, null, 1)}\n`);
console.log(`\nWritten to ${file}`);
