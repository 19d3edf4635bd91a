import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning } from "../process/stop-process.ts";
import { findDatabase } from "./find-database.ts";
import { type RunningDatabase, startDatabase } from "./start-database.ts";

let dataFolder: string;
let running: RunningDatabase | undefined;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "bodymark-database-"));
});
afterEach(async () => {
  await running?.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

async function start(): Promise<RunningDatabase> {
  running = await startDatabase({ dataFolder, logFile: join(dataFolder, "postgres.log"), durable: false });
  return running;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

// mkdtemp makes a folder that only root may enter, so under root this also covers the private mount namespace.
test("the database finds its data, password and port again after a stop", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect((await stat(join(dataFolder, "postgres/password"))).mode & 0o777).toBe(0o600);
});

test("the database asks for its password and listens on loopback only", async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(query(wrong.href, "select 1")).rejects.toThrow(/password/);
  expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(await query(url, "show unix_socket_directories")).toEqual([{ unix_socket_directories: "" }]);
});

test("a server that a killed launcher left behind gives way to a new one, with its data", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  expect(findDatabase(dataFolder)).toEqual({ pid: first.pid, url: first.url });
  const second = await start();
  expect(isRunning(first.pid)).toBe(false);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a pid file whose number belongs to another program now does not stop a start", async () => {
  const first = await start();
  const pidFile = join(dataFolder, "postgres/cluster/postmaster.pid");
  const lines = (await readFile(pidFile, "utf8")).split("\n");
  await first.stop();
  const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  try {
    await writeFile(pidFile, [String(stranger.pid), ...lines.slice(1)].join("\n"));
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(stranger.exitCode).toBeNull();
  } finally {
    stranger.kill();
    await once(stranger, "exit");
  }
});
