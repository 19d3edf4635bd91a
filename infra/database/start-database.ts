import { spawn } from "node:child_process";
import { chownSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { keepSecret } from "../keep-secret.ts";
import { findFreePort, isPortFree } from "../process/free-port.ts";
import { isRunning, stopProcess } from "../process/stop-process.ts";
import { waitUntil } from "../process/wait-until.ts";
import { StartError } from "../start-error.ts";
import { type DatabaseUser, databaseUser } from "./as-user.ts";
import { copyBinaries, packagedBinaries } from "./binaries.ts";
import { isReady, recoverCluster } from "./recover-cluster.ts";

const USER = "bodymark";
const DATABASE = "bodymark";

export interface RunningDatabase {
  readonly url: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Ends sessions, writes data out, and returns when the server is gone. */
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** Parent of the database's own folder `postgres`. */
  readonly dataFolder: string;
  readonly logFile: string;
  /** `false` only for throwaway data: a power cut may lose it. */
  readonly durable?: boolean;
  /** Leave the server running when this process ends. */
  readonly unattended?: boolean;
}

/**
 * Starts the embedded PostgreSQL on loopback with a random port and password that it keeps beside its data. Finds its
 * data again, also after a crash. First start about 1.5 s, later ones about 0.2 s.
 */
export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const folder = join(options.dataFolder, "postgres");
  const cluster = join(folder, "cluster");
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const root = process.getuid?.() === 0;
  const packaged = packagedBinaries();
  const binaries = root ? await copyBinaries(packaged, folder) : packaged;
  const user = databaseUser(folder);
  const inside = (path: string) => (path.startsWith(folder) ? user.folder + path.slice(folder.length) : path);

  const password = keepSecret(join(folder, "password"));
  if (existsSync(cluster) && !existsSync(join(cluster, "initialised"))) rmSync(cluster, { recursive: true });
  if (!existsSync(cluster)) await initialise(user, inside, binaries, folder, cluster, password);
  checkVersion(cluster);
  await recoverCluster(cluster);

  const port = await choosePort(join(folder, "port"));
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "", // their paths end at 107 bytes, and loopback does
    max_connections: "120",
    shared_buffers: "256MB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(options.durable === false ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const args = [
    "-D",
    inside(cluster),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const invocation = user.wrap(inside(join(binaries, "bin", "postgres")), args);
  const log = openSync(options.logFile, "a");
  // In a session of its own: a Ctrl-C in the terminal must not reach it before the programs that use it.
  const server = spawn(invocation.command, invocation.args, {
    stdio: ["ignore", log, log],
    detached: true,
    cwd: "/",
    ...(invocation.uid === undefined ? {} : { uid: invocation.uid, gid: invocation.gid }),
  });
  const exited = new Promise<void>((resolve) => {
    server.once("exit", () => resolve());
    server.once("error", () => resolve());
  });
  const pid = server.pid;
  const ready =
    pid !== undefined &&
    (await waitUntil(() => (isReady(cluster, pid) ? true : isRunning(pid) ? undefined : false), 60_000, 20));
  if (pid === undefined || !ready) {
    throw new StartError("The database did not start.", [
      `Its log says why: ${options.logFile}`,
      ...lastLines(options.logFile),
    ]);
  }
  if (options.unattended) server.unref();
  const url = databaseUrl(password, port);
  await createDatabase(url);
  return { url, pid, exited, stop: () => stopProcess(pid, "SIGINT", 8_000) };
}

export function databaseUrl(password: string, port: number): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

async function initialise(
  user: DatabaseUser,
  inside: (path: string) => string,
  binaries: string,
  folder: string,
  cluster: string,
  password: string,
): Promise<void> {
  await mkdir(cluster, { mode: 0o700 });
  const passwordFile = join(folder, "initial-password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) {
    chownSync(cluster, user.uid, user.uid);
    chownSync(passwordFile, user.uid, user.uid);
  }
  const flags = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", `--username=${USER}`, "--no-instructions"];
  const { command, args, uid, gid } = user.wrap(inside(join(binaries, "bin", "initdb")), [
    ...flags,
    `--pwfile=${inside(passwordFile)}`,
    `--pgdata=${inside(cluster)}`,
  ]);
  try {
    const output = await run(command, args, uid === undefined ? {} : { uid, gid: gid ?? uid });
    if (output.code !== 0) {
      rmSync(cluster, { recursive: true, force: true });
      throw new StartError("The database could not be created.", output.text.trim().split("\n").slice(-8));
    }
    writeFileSync(join(cluster, "initialised"), "");
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function run(
  command: string,
  args: readonly string[],
  user: { uid?: number; gid?: number },
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    let text = "";
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], cwd: "/", ...user });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
    child.once("error", (error) => resolve({ code: null, text: error.message }));
    child.once("close", (code) => resolve({ code, text }));
  });
}

async function choosePort(file: string): Promise<number> {
  const kept = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (kept > 0 && (await isPortFree(kept, "127.0.0.1"))) return kept;
  const port = await findFreePort();
  writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}

function checkVersion(cluster: string): void {
  const found = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (found !== "18") {
    throw new StartError(`The data in ${cluster} is of PostgreSQL ${found}, and this version of Bodymark brings 18.`, [
      "Dump it with the version that wrote it (pg_dump), move the folder away, start, and load the dump.",
    ]);
  }
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.toString() });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function lastLines(file: string): string[] {
  return readFileSync(file, "utf8").trim().split("\n").slice(-5);
}
