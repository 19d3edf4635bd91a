// `npm run bench`: the benchmarks, side by side. `npm run bench -- --peers` adds the Python libraries that people use today.
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchScoring } from "./scoring.ts";

const { values } = parseArgs({
  options: {
    peers: { type: "boolean", default: false },
    monai: { type: "boolean", default: false },
    repeats: { type: "string", default: "5" },
    quick: { type: "boolean", default: false },
  },
});

const folder = join(process.env.BODYMARK_DATA ?? ".bodymark", "bench");
mkdirSync(folder, { recursive: true });
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  system: `${platform()} ${arch()}`,
  node: process.version,
  date: new Date().toISOString(),
};
console.log(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}\n`,
);
const scoring = await benchScoring({
  folder,
  peers: values.peers || values.monai,
  monai: values.monai,
  repeats: Number(values.repeats),
  quick: values.quick,
});
const file = join(folder, "bench.json");
writeFileSync(file, `${JSON.stringify({ machine, scoring }, null, 1)}\n`);
console.log(`\nWritten to ${file}`);
