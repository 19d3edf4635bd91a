import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasGo, NEEDS_GO, type S3Server, startS3Server } from "../../packages/storage/test/s3-server.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { type LocalWorker, startLocalWorker } from "../support/local-worker.ts";
import { WorkerFleet } from "../support/worker-fleet.ts";

const OUTAGE_MS = 3000;
const able = hasGo() && process.env.DOCKER_HOST && (await findBusybox()) !== null;

describe.skipIf(!able)(`objects in S3: ${NEEDS_GO}`, () => {
  let folder: string;
  let s3: S3Server;
  let fleet: WorkerFleet;
  let worker: LocalWorker;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-s3-away-"));
    s3 = await startS3Server();
    fleet = await WorkerFleet.open(join(folder, "fleet"), 3, undefined, s3.settings);
    worker = startLocalWorker(fleet, { objects: s3.settings, workDir: join(folder, "work") });
  });
  afterAll(async () => {
    await worker?.close();
    await fleet?.close();
    await s3?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("I3: a server that is killed in the middle of a case and comes back: the run goes on, nothing is charged or run twice", async () => {
    const handed = await fleet.handIn(await fleet.phase(), "sleep 1.5 # s3");
    await fleet.midCase(handed);
    await s3.pause();
    await sleep(OUTAGE_MS);
    await s3.resume();
    const view = await fleet.ended(handed.id, 90_000);
    expect(view).toMatchObject({ state: "done", failure: null, progress: { done: 3, total: 3 } });
    expect(view.cases.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    const evaluation = await fleet.db.evaluation.findUniqueOrThrow({ where: { id: handed.evaluationId } });
    expect(evaluation).toMatchObject({ faults: 0, fence: 2, doneCases: 3 }); // one claim to check, one to run
    expect((await fleet.journal(handed)).filter((line) => line.endsWith("ended well"))).toHaveLength(3);
    expect(worker.log()).toContain("storage is away");
  });
});
