import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { SubmissionView } from "@bodymark/challenge";
import { openDatabase } from "@bodymark/db";
import { openObjectStore } from "@bodymark/storage";
import { openUploads } from "@bodymark/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownerLabel } from "../../evaluator/src/worker/owner-label.ts";
import { type RunningDatabase, startDatabase } from "../../infra/database/start-database.ts";
import { waitUntil } from "../../infra/process/wait-until.ts";
import { PATH, serveUploads } from "../../packages/uploads/test/upload-server.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { connectEngine } from "../support/connect-engine.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { makeUser } from "../support/small-challenge.ts";
import { type Handed, WorkerFleet } from "../support/worker-fleet.ts";

const MIB = 1024 ** 2;
const OUTAGE_MS = 3000;
const able = process.env.DOCKER_HOST && process.getuid?.() === 0 && (await findBusybox()) !== null;

/** Row I3, and what a killed worker leaves. The test has a PostgreSQL of its own, since it stops it. */
describe.skipIf(!able)("faults around one worker, which needs root, an engine and a static busybox", () => {
  let folder: string;
  let postgres: RunningDatabase;
  const before = process.env.DATABASE_URL;

  /** Durable, as in use: what was committed just before a kill must be there after it. */
  const startPostgres = () => startDatabase({ dataFolder: join(folder, "pg"), logFile: join(folder, "pg.log") });

  /** Takes PostgreSQL away for a while: told to stop, or killed. */
  async function withoutPostgres(signal: NodeJS.Signals): Promise<void> {
    process.kill(postgres.pid, signal);
    await postgres.exited;
    await sleep(OUTAGE_MS);
    postgres = await startPostgres();
  }

  /** Takes the objects away for a while, as a disk that is no longer mounted. */
  async function withoutObjects(objects: string): Promise<void> {
    await rename(objects, `${objects}.away`);
    await sleep(OUTAGE_MS);
    expect(existsSync(objects)).toBe(false); // nobody made an empty store in its place
    await rename(`${objects}.away`, objects);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-faults-"));
    await mkdir(join(folder, "pg"), { mode: 0o755 });
    postgres = await startPostgres();
    process.env.DATABASE_URL = postgres.url;
  });
  afterAll(async () => {
    await postgres?.stop();
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    await rm(folder, { recursive: true, force: true });
  });

  describe("mid-run", () => {
    let fleet: WorkerFleet;
    beforeAll(async () => {
      fleet = await WorkerFleet.open(join(folder, "fleet"), 3, () => undefined);
      await fleet.startWorker({ name: "one", dockerHost: process.env.DOCKER_HOST ?? "" });
    });
    afterAll(async () => await fleet?.close());

    /** The same claim went on to the end, each case ran once, and nobody was charged or blamed. */
    async function expectUnharmed(handed: Handed, view: SubmissionView): Promise<void> {
      expect(view).toMatchObject({ state: "done", failure: null, progress: { done: 3, total: 3 } });
      expect(view.cases.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
      const evaluation = await fleet.db.evaluation.findUniqueOrThrow({ where: { id: handed.evaluationId } });
      expect(evaluation).toMatchObject({ faults: 0, fence: 2, doneCases: 3 }); // one claim to check, one to run
      expect(await fleet.db.score.count({ where: { caseRun: { evaluationId: handed.evaluationId } } })).toBe(3);
      const ran = (await fleet.journal(handed)).filter((line) => line.endsWith("ended well"));
      expect(ran).toHaveLength(3);
    }

    test("I3: PostgreSQL that stops for some seconds in the middle of a case", async () => {
      const handed = await fleet.handIn(await fleet.phase(), "sleep 1.5 # database");
      await fleet.midCase(handed);
      await withoutPostgres("SIGINT");
      await expectUnharmed(handed, await fleet.ended(handed.id));
    });

    test("I3: storage that is away for some seconds in the middle of a case", async () => {
      const handed = await fleet.handIn(await fleet.phase(), "sleep 1.5 # storage");
      await fleet.midCase(handed);
      await withoutObjects(fleet.objects);
      await expectUnharmed(handed, await fleet.ended(handed.id));
    });

    test("I3: storage that is away before the image is looked at: the submission waits, and nothing is counted", async () => {
      const phase = await fleet.phase();
      const handed = await fleet.handIn(phase, "sleep 0.1 # before");
      await withoutObjects(fleet.objects);
      const view = await fleet.ended(handed.id, 90_000);
      expect(view).toMatchObject({ state: "done", failure: null });
      expect(await fleet.db.submission.findUniqueOrThrow({ where: { id: handed.id } })).toMatchObject({
        charged: true,
      });
      const { faults } = await fleet.db.evaluation.findUniqueOrThrow({ where: { id: handed.evaluationId } });
      expect(faults).toBe(0);
    });

    test("what a worker that was killed in the middle of its probe left in the engine goes at its next start", async () => {
      const engine = connectEngine(process.env.DOCKER_HOST ?? "");
      const name = "probing";
      const owner = ownerLabel(join(folder, "fleet", name, "work"));
      const left = () =>
        engine.listContainers({ all: true, filters: { label: [`bodymark.owner=${owner}`, "bodymark.probe=1"] } });
      const worker = await fleet.startWorker({ name, dockerHost: process.env.DOCKER_HOST ?? "" });
      const seen = await waitUntil(async () => ((await left()).length > 0 ? true : undefined), 30_000, 5);
      worker.signal("SIGKILL");
      await worker.ended();
      expect(seen).toBe(true);
      expect((await left()).length).toBeGreaterThan(0);
      const again = await fleet.startWorker({ name, dockerHost: process.env.DOCKER_HOST ?? "" });
      const ready = await waitUntil(
        async () => ((await again.log()).includes("worker ready") ? true : undefined),
        60_000,
      );
      expect(ready).toBe(true);
      expect(await left()).toEqual([]);
      const files = await readdir(join(folder, "fleet", name, "work", "engine")).catch(() => []);
      expect(files).toEqual([]);
      await again.close();
    });
  });

  describe("mid-upload", () => {
    const slice = 4 * MIB;

    /** Uploads in slices as a client does that resumes: after any error it asks how far the upload is, and goes on. */
    async function uploadThrough(
      url: string,
      who: string,
      bytes: Buffer,
      between: (at: number) => void,
    ): Promise<string> {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const headers = { "Tus-Resumable": "1.0.0", "x-user": who };
      const metadata = `filename ${Buffer.from("image.tar.gz").toString("base64")},sha256 ${Buffer.from(sha256).toString("base64")}`;
      const created = await fetch(url, {
        method: "POST",
        headers: { ...headers, "Upload-Length": String(bytes.length), "Upload-Metadata": metadata },
      });
      expect(created.status).toBe(201);
      const address = new URL(created.headers.get("location") ?? "", url).href;
      const deadline = Date.now() + 60_000;
      for (let at = 0; at < bytes.length && Date.now() < deadline; ) {
        between(at);
        const sent = await fetch(address, {
          method: "PATCH",
          headers: { ...headers, "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
          body: new Uint8Array(bytes.subarray(at, at + slice)),
        }).catch(() => null);
        if (sent?.status === 204) at = Number(sent.headers.get("upload-offset"));
        else {
          if (sent) expect(sent.status).toBeGreaterThanOrEqual(500); // never "your upload is gone"
          await sleep(300);
          const asked = await fetch(address, { method: "HEAD", headers }).catch(() => null);
          if (asked?.ok) at = Number(asked.headers.get("upload-offset"));
        }
      }
      return sha256;
    }

    for (const what of ["PostgreSQL, killed", "the storage"] as const) {
      test(`I3: ${what} for some seconds in the middle of an upload: it resumes, and arrives whole`, async () => {
        const fresh = await freshDatabase();
        const db = openDatabase(fresh.url);
        const objects = join(folder, `objects-${what.length}`);
        const store = await openObjectStore({ kind: "disk", root: objects });
        const faults: unknown[] = [];
        const uploads = openUploads({ db, store, path: PATH, onError: (error) => faults.push(error) });
        const { url, server } = await serveUploads(uploads);
        try {
          const who = (await makeUser(db)).userId;
          const bytes = randomBytes(24 * MIB);
          gzipSync(Buffer.alloc(10)).copy(bytes, 0, 0, 10);
          let outage: Promise<void> | undefined;
          const sha256 = await uploadThrough(url, who, bytes, (at) => {
            if (at >= 2 * slice)
              outage ??= what === "the storage" ? withoutObjects(objects) : withoutPostgres("SIGKILL");
          });
          await outage;
          const row = await db.upload.findFirstOrThrow({ where: { ownerId: who } });
          expect(row).toMatchObject({ state: "complete", sha256 });
          expect(await store.head(row.objectKey ?? "")).toMatchObject({ sizeBytes: bytes.length });
          expect(faults.length).toBeGreaterThan(0);
        } finally {
          server.closeAllConnections();
          server.close();
          store.close();
          await db.$disconnect();
          await fresh.drop();
        }
      });
    }
  });
});
