import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cancelSubmission } from "@bodymark/challenge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enginePaths } from "../../infra/engine/engine-paths.ts";
import { SYSTEM_PATH } from "../../infra/engine/install-packages.ts";
import { startPrivateEngine } from "../../infra/engine/start-private-engine.ts";
import { stopPrivateEngine } from "../../infra/engine/stop-private-engine.ts";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { type LocalWorker, startLocalWorker } from "../support/local-worker.ts";
import { WorkerFleet } from "../support/worker-fleet.ts";

const MIB = 1024 ** 2;
const ownEngine = process.getuid?.() === 0 && existsSync("/usr/sbin/dockerd") && Boolean(process.env.DOCKER_HOST);
const usable = ownEngine && (await findBusybox()) !== null;

describe.skipIf(!usable)("an engine whose whole disk fills, which needs root, dockerd and a static busybox", () => {
  let folder: string;
  let dataFolder: string;
  let fleet: WorkerFleet;
  let worker: LocalWorker;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-engine-full-"));
    dataFolder = join(folder, "data");
    const { folder: engineFolder, diskImage } = enginePaths(dataFolder);
    await mkdir(engineFolder, { recursive: true, mode: 0o700 });
    await writeFile(diskImage, "");
    await truncate(diskImage, 256 * MIB);
    await promisify(execFile)("mkfs.btrfs", ["-q", diskImage], { env: { ...process.env, PATH: SYSTEM_PATH } });
    const { host, sandbox } = await startPrivateEngine({
      dataFolder,
      logFile: join(folder, "engine.log"),
      say: () => undefined,
    });
    expect(sandbox.storage).toBe("btrfs");
    fleet = await WorkerFleet.open(join(folder, "fleet"), 1);
    worker = startLocalWorker(fleet, { workDir: join(folder, "work"), dockerHost: host });
  });
  afterAll(async () => {
    await worker?.close();
    await fleet?.close();
    await stopPrivateEngine(dataFolder);
    await rm(folder, { recursive: true, force: true });
  });

  test("I4: a container that may have more than there is left is not to blame: it waits, nothing is counted, and an alarm says why", async () => {
    const phase = await fleet.phase({ diskBytes: 1024 * MIB });
    const handed = await fleet.handIn(phase, "dd if=/dev/zero of=/fill bs=1048576 count=600 || exit 3");
    const alarmed = await waitUntil(
      async () => {
        const told = await fleet.db.worker.findFirst({ where: { name: "local" } }); // null while it probes its engine
        return told?.alarms.includes("engine-disk-full") ? true : undefined;
      },
      60_000,
      200,
    );
    expect([alarmed, (await fleet.journal(handed)).slice(-3)]).toEqual([true, expect.anything()]);
    const evaluation = await fleet.db.evaluation.findUniqueOrThrow({ where: { id: handed.evaluationId } });
    expect(evaluation).toMatchObject({ state: "queued", faults: 0, failureCode: null, doneCases: 0 });
    expect(await fleet.read(handed.id)).toMatchObject({ state: "queued", failure: null });
    expect((await fleet.journal(handed)).join("\n")).toContain("outage: the engine's disk is full");
    expect(worker.log()).toContain("no new work is taken: engine-disk-full");
    await cancelSubmission(fleet.db, fleet.challenge.organizer, handed.id);
  });
});
