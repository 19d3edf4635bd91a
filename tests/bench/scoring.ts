// Scoring: a cold process from start to written JSON, decoding included, and where its time goes. Peers run the same files in
// processes of their own, in turn with ours, so that a busy machine slows all alike.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { largestDifference } from "./compare-values.ts";
import { goalsOf } from "./goals.ts";
import { type Measured, measureProcess } from "./measure-process.ts";
import { medianMs, peakBytes } from "./median.ts";
import { type Peer, preparePeers } from "./peers.ts";
import { abdomen, crossedNoise, disjointNoise, encode, type Workload } from "./workload.ts";

export interface ScoringBench {
  readonly folder: string;
  readonly peers: boolean;
  readonly monai: boolean;
  readonly repeats: number;
  readonly peerRepeats: number;
  /** Names of the workloads that are wanted; empty: all. */
  readonly workloads: readonly string[];
}

interface Files {
  readonly name: string;
  readonly reference: string;
  readonly prediction: string;
  readonly structures: string;
}

export interface Result {
  readonly workload: string;
  readonly ours: Measured[];
  readonly peers: Record<string, Measured[]>;
  /** The ordinary workload, scored in turn with this one, where this one is measured against it. */
  readonly ordinary: Measured[];
  readonly worstDifference: Record<string, number>;
  readonly phases: Record<string, number>;
}

/** What the other workloads are compared with. */
export const ORDINARY = "abdomen-25";

const ordinaryAbdomen = () => abdomen([512, 512, 250], 25, 1);

/**
 * The ordinary workload first: 512×512×250 and 25 structures. Peers run where a person could wait for them; the others are
 * measured against the ordinary one, in turn with it.
 */
const WORKLOADS: readonly { key: string; peers: boolean; make: () => Workload }[] = [
  { key: ORDINARY, peers: true, make: ordinaryAbdomen },
  { key: "small-59", peers: true, make: () => abdomen([122, 101, 112], 59, 2, [3, 3, 3]) },
  { key: "large-3", peers: true, make: () => abdomen([445, 512, 512], 3, 3) },
  { key: "abdomen-100", peers: false, make: () => abdomen([512, 512, 250], 100, 1) },
  { key: "noise-crossed", peers: false, make: () => crossedNoise([512, 512, 250], 25, 5) },
  { key: "noise-disjoint", peers: false, make: () => disjointNoise([512, 512, 250], 25, 4) },
];

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export async function benchScoring(options: ScoringBench) {
  const known = WORKLOADS.map(({ key }) => key);
  const missing = options.workloads.find((name) => !known.includes(name));
  if (missing !== undefined) throw new Error(`--workload ${missing} is not one of ${known.join(", ")}`);
  const wanted = WORKLOADS.filter(({ key }) => options.workloads.length === 0 || options.workloads.includes(key));
  const peers = options.peers ? await preparePeers(options) : [];
  // As `npm ci` leaves it, whatever was changed since.
  execFileSync(process.execPath, [join(ROOT, "apps/cli/prepare.mjs")], { stdio: "inherit" });
  const results: Result[] = [];
  for (const { key, peers: withPeers, make } of wanted) {
    const files = prepareFiles(options.folder, key, make);
    const repeats = key.startsWith("noise") ? Math.min(options.repeats, 2) : options.repeats;
    const beside = withPeers ? null : prepareFiles(options.folder, ORDINARY, ordinaryAbdomen);
    results.push(await benchWorkload(files, { peers: withPeers ? peers : [], beside }, repeats, options.folder));
  }
  report(results);
  const goals = goalsOf(results);
  console.log("Goals");
  console.table(goals);
  return { results, goals };
}

/** Writes a workload's files once; it depends on nothing but the code, so they are kept. */
function prepareFiles(folder: string, key: string, make: () => Workload): Files {
  const place = join(folder, "scoring", `${key}-v2`);
  const files = {
    reference: join(place, "reference.nii.gz"),
    prediction: join(place, "prediction.nii.gz"),
    structures: join(place, "structures.json"),
    name: key,
  };
  if (existsSync(files.structures)) return files;
  console.log(`making ${key} …`);
  mkdirSync(place, { recursive: true });
  const workload = make();
  const level = key.startsWith("noise") ? 1 : 6;
  writeFileSync(files.reference, encode(workload, "reference", level));
  writeFileSync(files.prediction, encode(workload, "prediction", level));
  const structures = Array.from({ length: workload.labels }, (_, i) => ({
    label: i + 1,
    name: `s${i + 1}`,
    toleranceMm: [1, 2],
  }));
  writeFileSync(files.structures, JSON.stringify({ structures }));
  return files;
}

async function benchWorkload(
  files: Files,
  { peers, beside }: { readonly peers: readonly Peer[]; readonly beside: Files | null },
  repeats: number,
  folder: string,
): Promise<Result> {
  const out = join(folder, "scores.json");
  const bin = join(ROOT, "apps/cli/bin/bodymark.mjs");
  const paths = pathsOf(files);
  const score = (place: Files, to: string) =>
    measureProcess(process.execPath, [bin, "score", ...pathsOf(place), "--out", to]);
  await score(files, out); // fills the page cache and Node's store of compiled code
  const ours: Measured[] = [];
  const ordinary: Measured[] = [];
  const theirs: Record<string, Measured[]> = {};
  const worstDifference: Record<string, number> = {};
  for (let i = 0; i < repeats; i++) {
    ours.push(await score(files, out));
    if (beside !== null) ordinary.push(await score(beside, join(folder, "ordinary.json")));
    for (const peer of peers) {
      if (i >= peer.repeats) continue;
      const peerOut = join(folder, "peer.json");
      theirs[peer.name] ??= [];
      theirs[peer.name]?.push(
        await measureProcess(peer.command, [...peer.args, ...paths.filter((_, at) => at % 2 === 1), peerOut]),
      );
      if (peer.sameDefinition)
        worstDifference[peer.name] = largestDifference(readFileSync(out, "utf8"), readFileSync(peerOut, "utf8"));
    }
  }
  const phasesFile = join(folder, "phases.json");
  await measureProcess(process.execPath, [
    join(ROOT, "tests/bench/phases.ts"),
    ...paths.filter((_, at) => at % 2 === 1),
    phasesFile,
  ]);
  const phases = JSON.parse(readFileSync(phasesFile, "utf8")) as Record<string, number>;
  const turns: [string, Measured[]][] = [
    ...Object.entries(theirs),
    ...(beside ? [[ORDINARY, ordinary] as [string, Measured[]]] : []),
  ];
  const told = turns.map(([name, runs]) => `, ${name} ${seconds(runs)} s`);
  console.log(`${files.name}: ${seconds(ours)} s${told.join("")}`);
  return { workload: files.name, ours, peers: theirs, ordinary, worstDifference, phases };
}

function pathsOf({ reference, prediction, structures }: Files): string[] {
  return ["--reference", reference, "--prediction", prediction, "--structures", structures];
}

function seconds(runs: readonly Measured[]): string {
  return (medianMs(runs) / 1000).toFixed(2);
}

function processor(runs: readonly Measured[]): string {
  return (medianMs(runs, "cpuMs") / 1000).toFixed(2);
}

function peakMb(runs: readonly Measured[]): string {
  return (peakBytes(runs) / 1e6).toFixed(0);
}

function report(results: readonly Result[]): void {
  console.log("\nCold process to written JSON, medians; peak memory of the process");
  console.table(
    results.flatMap(({ workload, ours, peers, worstDifference }) => [
      {
        workload,
        scorer: "bodymark",
        "wall s": seconds(ours),
        "CPU s": processor(ours),
        "peak MB": peakMb(ours),
        "times slower": "1",
        "worst difference": "",
      },
      ...Object.entries(peers).map(([name, runs]) => ({
        workload,
        scorer: name,
        "wall s": seconds(runs),
        "CPU s": processor(runs),
        "peak MB": peakMb(runs),
        "times slower": (medianMs(runs) / medianMs(ours)).toFixed(1),
        "worst difference": worstDifference[name]?.toExponential(1) ?? "",
      })),
    ]),
  );
  console.log("Where the time goes, one thread, one process, ms");
  console.table(results.map(({ workload, phases }) => ({ workload, ...phases })));
}
