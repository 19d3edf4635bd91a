import { readdirSync, readFileSync, rmSync } from "node:fs";
import { stopProcess } from "../process/stop-process.ts";
import { enginePaths } from "./engine-paths.ts";
import { type EngineState, forgetEngineState, processesOf, readEngineState } from "./engine-state.ts";

/**
 * Stops the private engine of a data folder and everything of it, running containers included. The last process of its
 * mount namespace takes the mount with it, and the kernel frees the loop device.
 */
export async function stopPrivateEngine(dataFolder: string): Promise<void> {
  const paths = enginePaths(dataFolder);
  const state = readEngineState(paths);
  if (state) {
    if (processesOf(state).includes(state.pid)) await stopProcess(state.pid, "SIGTERM", 8_000);
    await endLeftovers(state);
  }
  forgetEngineState(paths);
  rmSync(paths.pidFile, { force: true });
  rmSync(paths.runFolder, { recursive: true, force: true });
}

/** Shims outlive an engine that was killed, and their containers with them. */
async function endLeftovers(state: EngineState): Promise<void> {
  const shims = processesOf(state);
  if (shims.length === 0) return;
  const children = childrenByParent();
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  for (const pid of [...shims.flatMap(below), ...shims]) await stopProcess(pid, "SIGKILL", 1_000);
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "latin1"))?.[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // it ended meanwhile
    }
  }
  return children;
}
