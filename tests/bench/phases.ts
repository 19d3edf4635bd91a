// Times the phases of scoring one pair, on one thread: phases.ts REFERENCE PREDICTION STRUCTURES OUT
import { readFileSync, writeFileSync } from "node:fs";
import { collectRuns, StructureMeasurer } from "../../packages/metrics/src/index.ts";
import { decodeVolume } from "../../packages/nifti/src/index.ts";

const [reference = "", prediction = "", structures = "", out = ""] = process.argv.slice(2);
const laps: Record<string, number> = {};
function lap<T>(name: string, work: () => T): T {
  const started = performance.now();
  const value = work();
  laps[name] = (laps[name] ?? 0) + performance.now() - started;
  return value;
}

const pair = [reference, prediction].map((path) => {
  const volume = lap("decode", () => decodeVolume(readFileSync(path)));
  return { volume, runs: lap("scan for runs", () => collectRuns(volume.data, volume.shape, Number)) };
});
const [r, p] = pair;
if (r === undefined || p === undefined) throw new Error("usage: phases.ts REFERENCE PREDICTION STRUCTURES OUT");
const { structures: list } = JSON.parse(readFileSync(structures, "utf8")) as { structures: { label: number }[] };
const measurer = new StructureMeasurer(r.volume.spacingMm);
let elements = 0;
const measure = (label: number, distances: boolean | "surfaces-only") =>
  measurer.measure(r.runs, p.runs, label, { surface: "surfels", distances });
for (const { label } of list) {
  lap("masks", () => measure(label, false));
  lap("masks and surfaces", () => measure(label, "surfaces-only"));
  const measures = lap("all", () => measure(label, true));
  for (const side of [measures.referenceToPrediction, measures.predictionToReference]) {
    elements += side?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  }
}
const ms = (name: string) => laps[name] ?? 0;
const phases = {
  decode: ms("decode"),
  "scan for runs": ms("scan for runs"),
  // Each structure is measured three times, ever further; what a step adds is its own.
  "masks, overlap": ms("masks"),
  "surface pass": Math.max(0, ms("masks and surfaces") - ms("masks")),
  "distance pass": Math.max(0, ms("all") - ms("masks and surfaces")),
  "surface elements": elements,
};
writeFileSync(
  out,
  JSON.stringify(phases, (_, value) => (typeof value === "number" ? Math.round(value) : value)),
);
