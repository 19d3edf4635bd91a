import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineOf } from "../process/command-line-of.ts";
import { isRunning, stopProcess } from "../process/stop-process.ts";
import { StartError } from "../start-error.ts";

/** The processes of a running Bodymark, written to its data folder so that a later start can find them. */
interface Instance {
  launcher: number;
  programs: Record<string, number>;
}

const file = (dataFolder: string) => join(dataFolder, "processes.json");

/** Claims the data folder for this process. Programs of a start that was killed are ended first. */
export async function claimDataFolder(dataFolder: string): Promise<void> {
  const earlier = readInstance(dataFolder);
  if (earlier && earlier.launcher !== process.pid && isLauncher(earlier.launcher)) {
    throw new StartError(`Bodymark already runs on ${dataFolder} (process ${earlier.launcher}).`, [
      "Stop it there with Ctrl-C or here with `npm stop`; or set BODYMARK_DATA and PORT to run a second one.",
    ]);
  }
  await endPrograms(dataFolder);
  write(dataFolder, { launcher: process.pid, programs: {} });
}

export function notePrograms(dataFolder: string, programs: Record<string, number>): void {
  write(dataFolder, { launcher: process.pid, programs });
}

export function releaseDataFolder(dataFolder: string): void {
  rmSync(file(dataFolder), { force: true });
}

/** The launcher that runs on the data folder now, if one does. */
export function findLauncher(dataFolder: string): number | undefined {
  const instance = readInstance(dataFolder);
  return instance && isLauncher(instance.launcher) ? instance.launcher : undefined;
}

/** Ends the portal and the evaluator of a start that was killed. */
export async function endPrograms(dataFolder: string): Promise<void> {
  const programs = Object.values(readInstance(dataFolder)?.programs ?? {});
  const ours = programs.filter((pid) => isRunning(pid) && runsOurs(pid, "end-with-parent.mjs"));
  await Promise.all(ours.map((pid) => stopProcess(pid, "SIGTERM", 6_000)));
}

function isLauncher(pid: number): boolean {
  return isRunning(pid) && runsOurs(pid, "start/main.ts");
}

/** Process ids are used again, after a restart of the machine at the latest: the command line tells. */
function runsOurs(pid: number, part: string): boolean {
  return (commandLineOf(pid) ?? []).some((argument) => argument.includes(part));
}

function readInstance(dataFolder: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(file(dataFolder), "utf8")) as Instance;
  } catch {
    return undefined; // none, or cut off while it was written
  }
}

function write(dataFolder: string, instance: Instance): void {
  writeFileSync(`${file(dataFolder)}.new`, JSON.stringify(instance), { mode: 0o600 });
  renameSync(`${file(dataFolder)}.new`, file(dataFolder));
}
