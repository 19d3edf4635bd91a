import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import Docker from "dockerode";
import type { EnginePaths } from "../../infra/engine/engine-paths.ts";
import { processesOf, readEngineState } from "../../infra/engine/engine-state.ts";

/** Everything that runs could leave behind, counted. */
export interface Stock {
  containers: number;
  volumes: number;
  /** Of the engine's mount namespace and of ours. */
  mounts: number;
  loopDevices: number;
  /** The engine's own and what it has running, and our children. */
  processes: number;
  /** Folders and files in the temporary folder, the evaluator's scratch folder among them. */
  tempFiles: number;
  openFiles: number;
}

/** Counts what is there now, on a private engine that nobody else uses. */
export async function takeStock(engine: EnginePaths, scratchFolder: string): Promise<Stock> {
  const state = readEngineState(engine);
  if (!state) throw new Error("the engine does not run");
  const docker = new Docker({ socketPath: engine.socket });
  const { Volumes } = await docker.listVolumes();
  return {
    containers: (await docker.listContainers({ all: true })).length,
    volumes: Volumes?.length ?? 0,
    mounts: countLines(`/proc/${state.pid}/mountinfo`) + countLines("/proc/self/mountinfo"),
    loopDevices: loopDevices(scratchFolder),
    processes: processesOf(state).length + children(),
    tempFiles: readdirSync(tmpdir(), { recursive: true }).length,
    openFiles: readdirSync("/proc/self/fd").length,
  };
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number | "self"): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
  return Number(kib ?? 0) * 1024;
}

function countLines(path: string): number {
  return readFileSync(path, "latin1").split("\n").length - 1;
}

function loopDevices(below: string): number {
  return readdirSync("/sys/block").filter((name) => {
    if (!name.startsWith("loop")) return false;
    try {
      return readFileSync(`/sys/block/${name}/loop/backing_file`, "utf8").startsWith(below);
    } catch {
      return false; // not in use
    }
  }).length;
}

function children(): number {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "latin1").trim().split(/\s+/).filter(Boolean).length;
}
