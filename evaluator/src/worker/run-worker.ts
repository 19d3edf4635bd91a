import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tellBudgets } from "@bodymark/challenge";
import { openDatabase } from "@bodymark/db";
import { openQueue } from "@bodymark/queue";
import { type ObjectStoreSettings, openObjectStore } from "@bodymark/storage";
import type { Logger } from "pino";
import { createDockerExecutor } from "../run/docker/docker-executor.ts";
import { nvidiaSmi } from "../run/nvidia/nvidia-smi.ts";
import { missingControls } from "../run/probe.ts";
import type { WorkerContext } from "./context.ts";
import { ANSWER_MS, HEARTBEAT_MS } from "./defaults.ts";
import type { WorkerSettings } from "./environment.ts";
import { findCapabilities } from "./find-capabilities.ts";
import { ImageShelf } from "./image-shelf.ts";
import { keepHouse } from "./keep-house.ts";
import { ObjectCache } from "./object-cache.ts";
import { ownerLabel } from "./owner-label.ts";
import { publishStaleBoards } from "./publish-stale-boards.ts";
import { Readiness } from "./readiness.ts";
import { beat, registerWorker, signOff } from "./register-worker.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { startWorkLoop } from "./work-loop.ts";

/** Folders of work under way: what a worker that died left in them is worthless. */
const SCRATCH_FOLDERS = ["images", "runs", "engine"];

/**
 * Runs a worker until `shutdown` is aborted: probes the engine, removes what a predecessor left, then checks images in
 * one loop and evaluates in another. Refuses to start where the engine lacks a control that it relies on.
 */
export async function runWorker(
  settings: WorkerSettings,
  storage: ObjectStoreSettings,
  log: Logger,
  shutdown: AbortSignal,
): Promise<void> {
  await mkdir(settings.workDir, { recursive: true, mode: 0o700 });
  const owner = ownerLabel(settings.workDir);
  const executor = createDockerExecutor({
    address: settings.dockerHost,
    scratchFolder: join(settings.workDir, "engine"),
    owner,
  });
  const db = openDatabase(settings.databaseUrl, { answerWithinMs: ANSWER_MS });
  const store = await openObjectStore(storage);
  const queue = await openQueue(settings.databaseUrl, { onError: (error) => log.warn({ err: error }, "queue") });
  let workerId: string | null = null;
  try {
    const reaped = await executor.reap({ "bodymark.owner": owner });
    if (reaped > 0) log.info({ reaped }, "removed what an earlier run of this worker left in the engine");
    for (const folder of SCRATCH_FOLDERS) await rm(join(settings.workDir, folder), { recursive: true, force: true });
    const cache = await ObjectCache.open(store, join(settings.workDir, "objects"), settings.cacheBytes);
    const shelf = new ImageShelf(executor, settings.imageBytes);
    const probe = await executor.probe(shutdown);
    const missing = missingControls(probe, probe.sandboxes[0] ?? "userns");
    if (missing.length > 0) {
      log.error({ missing }, "the engine lacks controls that hostile images are held by; this worker takes no work");
    }
    const capabilities = await findCapabilities(probe, nvidiaSmi);
    workerId = await registerWorker(db, {
      name: settings.name,
      capabilities,
      missingControls: missing,
      fingerprint: null,
    });
    const ownLog = log.child({ worker: workerId });
    const readiness = new Readiness({
      workDir: settings.workDir,
      minFreeBytes: settings.minFreeBytes,
      ...{ store, executor, cache, shelf, log: ownLog },
      onChange: () => void tellAlive(context),
    });
    const context: WorkerContext = {
      db,
      store,
      queue,
      executor,
      log: ownLog,
      workerId,
      capabilities,
      leaseS: settings.leaseS,
      cache,
      shelf,
      readiness,
      owner,
      workDir: settings.workDir,
    };
    if (settings.metricsPort !== null) serveMetrics(context, settings.metricsPort, shutdown);
    context.log.info({ name: settings.name, capabilities }, "worker ready");

    const checks = startWorkLoop(context, "check", shutdown);
    const runs = missing.length === 0 ? startWorkLoop(context, "run", shutdown) : null;
    await queue.onWake("check", async () => checks.wake());
    if (runs) await queue.onWake("evaluate", async () => runs.wake());
    await Promise.all([checks.done, runs?.done, heartbeats(context, shutdown), keepHouse(context, shutdown)]);
  } finally {
    if (workerId) await signOff(db, workerId).catch((error: unknown) => log.warn({ err: error }, "could not sign off"));
    await queue.close().catch((error: unknown) => log.warn({ err: error }, "queue did not close cleanly"));
    await executor.close();
    store.close();
    await db.$disconnect();
  }
}

async function heartbeats(context: WorkerContext, shutdown: AbortSignal): Promise<void> {
  while (!shutdown.aborted) {
    await tellAlive(context);
    await sleep(HEARTBEAT_MS, undefined, { signal: shutdown }).catch(() => undefined);
  }
}

async function tellAlive(context: WorkerContext): Promise<void> {
  try {
    await beat(context.db, context.workerId, context.readiness.alarms);
    await publishStaleBoards(context.db);
    await tellBudgets(context.db);
  } catch (error) {
    context.log.warn({ err: error }, "no sign of life given, trying again");
  }
}
