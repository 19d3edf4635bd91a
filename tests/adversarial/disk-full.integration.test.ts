import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runWorker } from "../../evaluator/src/worker/run-worker.ts";
import { findFreePort } from "../../infra/process/free-port.ts";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { WorkerFleet } from "../support/worker-fleet.ts";

const MIB = 1024 ** 2;
const run = promisify(execFile);
const able = process.env.DOCKER_HOST && process.getuid?.() === 0 && (await findBusybox()) !== null;

describe.skipIf(!able)("a worker whose disk is full, which needs root, an engine and a static busybox", () => {
  let folder: string;
  let disk: string;
  let fleet: WorkerFleet;
  let port: number;
  let worker: Promise<void>;
  let log = "";
  const shutdown = new AbortController();
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return { status: response.status, body: await response.json() };
  };
  const alarmed = (wanted: boolean) =>
    waitUntil(async () => ((await health()).status === (wanted ? 503 : 200) ? true : undefined), 30_000, 200);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-full-"));
    disk = join(folder, "disk");
    await mkdir(disk);
    await run("mount", ["-t", "tmpfs", "-o", "size=256m", "tmpfs", disk]);
    fleet = await WorkerFleet.open(join(folder, "fleet"), 1);
    port = await findFreePort();
    const lines = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      },
    });
    worker = runWorker(
      {
        ...{ databaseUrl: fleet.databaseUrl, dockerHost: process.env.DOCKER_HOST, name: "small", metricsPort: port },
        ...{ workDir: join(disk, "work"), minFreeBytes: 64 * MIB, cacheBytes: 1024 * MIB, imageBytes: 1024 * MIB },
        ...{ leaseS: 20, logLevel: "info" },
      },
      { kind: "disk", root: fleet.objects },
      pino(lines),
      shutdown.signal,
    );
    worker.catch(() => undefined); // awaited at the end
    await waitUntil(async () => (await health().catch(() => null)) ?? undefined, 60_000, 200);
  });
  afterAll(async () => {
    shutdown.abort("shutdown");
    await worker;
    await fleet?.close();
    await run("umount", [disk]);
    await rm(folder, { recursive: true, force: true });
  });

  test("I4: takes no new work, says so in log, metrics, health and database, and goes on when there is space", async () => {
    const phase = await fleet.phase();
    expect(await fleet.ended((await fleet.handIn(phase, "true # first")).id)).toMatchObject({ state: "done" });
    const filler = join(disk, "filler");
    await writeFile(filler, Buffer.alloc(224 * MIB));
    expect(await alarmed(true)).toBe(true);
    expect((await health()).body).toEqual({ status: "degraded", alarms: ["disk-full"] });

    const handed = await fleet.handIn(phase, "true # second");
    await sleep(4000);
    const waiting = await fleet.db.evaluation.findUniqueOrThrow({ where: { id: handed.evaluationId } });
    expect(waiting).toMatchObject({ fence: 0, workerId: null, faults: 0 });
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toMatch(/^bodymark_evaluator_alarm\{[^}]*alarm="disk-full"[^}]*\} 1$/m);
    expect(metrics).toMatch(/^bodymark_evaluator_alarm\{[^}]*alarm="engine-unreachable"[^}]*\} 0$/m);
    expect(log).toContain("no new work is taken: disk-full");
    // What can be fetched again was given up first: the archive and the case of the first submission.
    expect(log).toContain("disk runs short: cached objects and images removed");
    expect(metrics).toMatch(/^bodymark_evaluator_cache_bytes\{[^}]*\} 0$/m);
    const told = () => fleet.db.worker.findFirstOrThrow({ where: { name: "small" }, select: { alarms: true } });
    expect(await told()).toEqual({ alarms: ["disk-full"] });

    await rm(filler);
    expect(await fleet.ended(handed.id)).toMatchObject({ state: "done", failure: null });
    expect((await health()).body).toEqual({ status: "ok", alarms: [] });
    expect(await told()).toEqual({ alarms: [] });
    expect(log).toContain("new work is taken again");
  });
});
