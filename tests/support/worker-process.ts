import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../infra/data-folder.ts";
import { endWithParent, withParent } from "../../infra/process/end-with-parent.ts";
import { type CuttableDatabase, openCuttableDatabase } from "./cuttable-database.ts";

export interface WorkerOptions {
  name: string;
  /** Address of this worker's engine. */
  dockerHost: string;
  databaseUrl: string;
  /** What all workers share: its folder `objects` is the object store. */
  dataFolder: string;
  /** This worker's own folder; a restarted worker gets the same. */
  folder: string;
  leaseS?: number;
}

/** The evaluator's program as a process of its own, in a network namespace of its own. */
export interface WorkerProcess {
  readonly name: string;
  readonly pid: number;
  readonly database: CuttableDatabase;
  signal(signal: NodeJS.Signals): void;
  hasEnded(): boolean;
  /** Whether it has probed its engine and registered. */
  isReady(): Promise<boolean>;
  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  log(): Promise<string>;
  /** Ends it, whatever its state. */
  close(): Promise<void>;
}

/**
 * Starts `evaluator/src/worker/main.ts`. Its namespace has no network: it reaches the database through a socket file
 * that the test can cut, its engine through another, and the objects on disk. It ends when the test does.
 */
export async function startWorkerProcess(options: WorkerOptions): Promise<WorkerProcess> {
  const { name, folder } = options;
  await mkdir(folder, { recursive: true });
  const sockets = join(folder, "pg");
  await mkdir(sockets, { recursive: true });
  const database = await openCuttableDatabase(options.databaseUrl, sockets);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "a");
  const program = [process.execPath, ...endWithParent, join(projectRoot, "evaluator/src/worker/main.ts")];
  const child: ChildProcess = spawn("unshare", ["--net", ...program], {
    stdio: ["ignore", log, log, "ipc"],
    cwd: projectRoot,
    env: withParent({
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      DOCKER_HOST: options.dockerHost,
      BODYMARK_DATA: options.dataFolder,
      BODYMARK_WORK: join(folder, "work"),
      BODYMARK_WORKER: name,
      ...(options.leaseS === undefined ? {} : { BODYMARK_LEASE_S: String(options.leaseS) }),
    }),
  });
  const exit = once(child, "exit").then(async ([code, signal]): Promise<number | NodeJS.Signals> => {
    await database.close();
    return code ?? signal;
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`worker ${name} did not start`);
  return {
    name,
    pid,
    database,
    signal: (signal) => void child.kill(signal),
    async isReady() {
      const lines = (await readFile(logFile, "utf8")).split("\n");
      return lines.some((line) => line.includes(`"pid":${pid},`) && line.includes('"msg":"worker ready"'));
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: () => exit,
    log: () => readFile(logFile, "utf8"),
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGCONT");
        database.mend();
        child.kill("SIGTERM");
        const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
        await exit;
        clearTimeout(late);
      }
    },
  };
}
