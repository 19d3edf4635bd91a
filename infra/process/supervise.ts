import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { endWithParent, withParent } from "./end-with-parent.ts";
import { stopProcess } from "./stop-process.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A program that ran this long before it died starts again at once. */
const HEALTHY_AFTER_MS = 60_000;

/** A program that dies this often before it was ever of use will not come up by itself. */
export const HOPELESS_DEATHS = 4;

export interface Program {
  readonly name: string;
  /** Arguments of Node: the program and its own. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
}

export interface Supervised {
  readonly name: string;
  pid(): number | undefined;
  /** How often the program has died so far. */
  deaths(): number;
  stop(limitMs: number): Promise<void>;
}

export interface SupervisionEvents {
  onStarted(name: string, pid: number): void;
  onDied(name: string, how: string, pauseMs: number): void;
}

/** Runs a program on this Node, apart from the terminal, and starts it again with growing pauses whenever it dies. */
export function supervise(program: Program, events: SupervisionEvents): Supervised {
  let child: ChildProcess | undefined;
  let stopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let deaths = 0;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    const log = openSync(program.logFile, "a");
    const startedAt = performance.now();
    const started = spawn(process.execPath, [...endWithParent, ...program.args], {
      cwd: program.cwd,
      env: withParent(program.env),
      stdio: ["ignore", log, log, "ipc"],
      detached: true,
    });
    closeSync(log);
    child = started;
    if (started.pid !== undefined) events.onStarted(program.name, started.pid);
    const ended = (how: string) => {
      if (child !== started) return;
      child = undefined;
      if (stopping) return;
      deaths += 1;
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      events.onDied(program.name, how, pauseMs);
      timer = setTimeout(start, pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    };
    started.once("exit", (code, signal) => ended(signal ? `killed by ${signal}` : `exit code ${code}`));
    started.once("error", (error) => ended(error.message));
  }

  start();
  return {
    name: program.name,
    pid: () => child?.pid,
    deaths: () => deaths,
    async stop(limitMs) {
      stopping = true;
      clearTimeout(timer);
      if (child?.pid !== undefined) await stopProcess(child.pid, "SIGTERM", limitMs);
    },
  };
}
