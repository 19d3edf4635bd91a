import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import type { EnginePaths } from "./engine-paths.ts";

/** What is known of a started engine, enough to find every process of it again, also after the engine itself died. */
export interface EngineState {
  readonly pid: number;
  /** Identity of its mount namespace, which only its own processes are in. */
  readonly mountNamespace: string;
  /** Identities are unique within one boot of the machine. */
  readonly bootId: string;
  readonly sandbox: EngineSandbox;
}

/** Which of its protections this engine could be given. */
export interface EngineSandbox {
  readonly storage: "btrfs" | "plain";
  readonly userNamespaces: boolean;
}

export function writeEngineState(paths: EnginePaths, pid: number, sandbox: EngineSandbox): void {
  const state: EngineState = { pid, mountNamespace: mountNamespaceOf(pid) ?? "", bootId: bootId(), sandbox };
  writeFileSync(paths.stateFile, JSON.stringify(state), { mode: 0o600 });
}

export function forgetEngineState(paths: EnginePaths): void {
  rmSync(paths.stateFile, { force: true });
}

/** The state left by the last start, if processes of it run now. */
export function readEngineState(paths: EnginePaths): EngineState | undefined {
  let state: EngineState;
  try {
    state = JSON.parse(readFileSync(paths.stateFile, "utf8")) as EngineState;
  } catch {
    return undefined; // never started, or stopped cleanly
  }
  return state.bootId === bootId() && state.mountNamespace !== "" ? state : undefined;
}

/** Ids of the processes in the engine's mount namespace: dockerd, containerd, and the shims of its containers. */
export function processesOf(state: EngineState): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => mountNamespaceOf(pid) === state.mountNamespace);
}

function mountNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return undefined; // it ended meanwhile
  }
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
