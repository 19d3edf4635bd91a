import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { type Database, openDatabase } from "@bodymark/db";
import { type ObjectStore, type ObjectStoreSettings, openObjectStore } from "@bodymark/storage";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser } from "../../../tests/support/small-challenge.ts";
import { hasGo, NEEDS_GO, type S3Server, startS3Server } from "../../storage/test/s3-server.ts";
import { openUploads, UPLOAD_LIMITS, type Uploads } from "../src/index.ts";
import { PATH, serveUploads } from "./upload-server.ts";

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** Bytes that begin as gzip does. */
const archive = (size: number) => {
  const bytes = randomBytes(size);
  gzipSync(Buffer.alloc(10)).copy(bytes, 0, 0, 10);
  return bytes;
};
const encode = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");

interface Ground {
  settings: ObjectStoreSettings;
  staged(): Promise<string[]>;
  /** Bytes of an unfinished upload that are safe in the storage. */
  arrived(id: string): Promise<number>;
  stop(): Promise<void>;
}

function describeUploads(name: string, prepare: () => Promise<Ground>): void {
  describe(name, () => {
    let ground: Ground;
    let fresh: FreshDatabase;
    let db: Database;
    let store: ObjectStore;
    let uploads: Uploads;
    let server: Server;
    let url: string;
    const errors: unknown[] = [];

    beforeAll(async () => {
      ground = await prepare();
      fresh = await freshDatabase();
      db = openDatabase(fresh.url);
      store = await openObjectStore(ground.settings);
      uploads = openUploads({ db, store, path: PATH, onError: (error) => errors.push(error) });
      ({ url, server } = await serveUploads(uploads));
    }, 600_000);
    afterAll(async () => {
      server?.closeAllConnections();
      server?.close();
      store?.close();
      await db?.$disconnect();
      await fresh?.drop();
      await ground?.stop();
    });

    const user = async () => (await makeUser(db)).userId;
    const call = (
      method: string,
      address: string,
      who: string | null,
      headers: Record<string, string> = {},
      body?: Uint8Array,
    ) =>
      fetch(address, {
        method,
        headers: { "Tus-Resumable": "1.0.0", ...(who ? { "x-user": who } : {}), ...headers },
        ...(body ? { body } : {}),
      });
    const create = async (
      who: string | null,
      size: number,
      metadata: Record<string, string> = { filename: "image.tar.gz" },
    ) => {
      const headers = { "Upload-Length": String(size), "Upload-Metadata": encode(metadata) };
      const response = await call("POST", url, who, headers);
      return { response, address: new URL(response.headers.get("location") ?? "/none", url).href };
    };
    const patch = (address: string, who: string, offset: number, body: Uint8Array) =>
      call(
        "PATCH",
        address,
        who,
        { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        body,
      );
    const rowOf = (address: string) => db.upload.findUniqueOrThrow({ where: { id: address.split("/").at(-1) ?? "" } });
    const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

    test("an upload arrives whole, is hashed and becomes one object under its hash", async () => {
      const who = await user();
      const bytes = archive(20 * MIB + 3);
      const progress: number[] = [];
      const before = await db.$queryRaw<{ now: Date }[]>`select now() as now`;
      const address = await new Promise<string>((resolve, reject) => {
        const upload = new Upload(Readable.from([bytes], { objectMode: false }), {
          endpoint: url,
          headers: { "x-user": who },
          chunkSize: 7 * MIB,
          uploadSize: bytes.length,
          metadata: { filename: "my image.tar.gz", sha256: sha256(bytes) },
          onProgress: (sent) => progress.push(sent),
          onError: reject,
          onSuccess: () => resolve(upload.url ?? ""),
        });
        upload.start();
      });
      expect(progress.at(-1)).toBe(bytes.length);
      expect(address).toMatch(/\/api\/v1\/uploads\/upl_[0-9a-z]{20}$/);
      const row = await rowOf(address);
      const objectKey = `images/sha256/${sha256(bytes)}`;
      expect(row).toMatchObject({ state: "complete", sha256: sha256(bytes), objectKey, fileName: "my image.tar.gz" });
      expect(row.completedAt?.getTime()).toBeGreaterThanOrEqual(before[0]?.now.getTime() ?? Number.NaN);
      expect(await store.head(objectKey)).toMatchObject({ sizeBytes: bytes.length, sha256: sha256(bytes) });
      expect(sha256(Buffer.concat(await (await store.get(objectKey)).toArray()))).toBe(sha256(bytes));
      expect(await ground.staged()).toEqual([]);
      const head = await call("HEAD", address, who);
      expect(head.headers.get("upload-offset")).toBe(String(bytes.length));
      const view = await call("GET", address, who);
      expect(await view.json()).toMatchObject({ state: "complete", sha256: sha256(bytes), sizeBytes: bytes.length });
    });

    test("the same bytes uploaded again are kept once", async () => {
      const bytes = archive(100_000);
      const rows = [];
      for (const who of [await user(), await user()]) {
        const { address } = await create(who, bytes.length);
        expect((await patch(address, who, 0, bytes)).status).toBe(204);
        rows.push(await rowOf(address));
      }
      expect(rows[0]?.objectKey).toBe(rows[1]?.objectKey);
      expect(await ground.staged()).toEqual([]);
    });

    test("W1, W2: another's upload, an unknown one and a guess are all the same 404; a stranger is asked to sign in", async () => {
      const [mine, other] = [await user(), await user()];
      const bytes = archive(1000);
      const { address } = await create(mine, bytes.length);
      for (const target of [address, `${url}/upl_${"0".repeat(20)}`, `${url}/..%2fx`, `${url}/a/b`]) {
        for (const method of ["HEAD", "PATCH", "DELETE", "GET"]) {
          const headers = { "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" };
          const response = await call(method, target, other, headers, method === "PATCH" ? bytes : undefined);
          expect([method, target, response.status]).toEqual([method, target, 404]);
          if (method === "GET") expect(await codeOf(response)).toBe("not-found");
        }
      }
      expect((await create(null, 10)).response.status).toBe(401);
      expect((await call("HEAD", address, null)).status).toBe(401);
      const list = await call("GET", url, other);
      expect(await list.json()).toEqual({ uploads: [] });
      expect((await (await call("GET", url, mine)).json()) as object).toMatchObject({ uploads: [{ offsetBytes: 0 }] });
      expect((await patch(address, mine, 0, bytes)).status).toBe(204);
    });

    test("W4: scripts of another site are refused, whoever's cookie they carry", async () => {
      const who = await user();
      const response = await call("POST", url, who, { "Upload-Length": "10", "Sec-Fetch-Site": "cross-site" });
      expect(response.status).toBe(403);
      const preflight = await call("OPTIONS", url, null, { Origin: "https://evil.example" });
      expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    });

    test("a case's file is taken from who may edit its challenge, as gzip alone, and kept apart", async () => {
      const { slug, organizer } = await makeSmallChallenge(db);
      const bytes = archive(1000);
      const metadata = { filename: "scan.nii.gz", kind: "case", challenge: slug };
      expect((await create(await user(), bytes.length, metadata)).response.status).toBe(404);
      expect((await create(organizer.userId, bytes.length, { ...metadata, challenge: "none" })).response.status).toBe(
        404,
      );
      const { address } = await create(organizer.userId, bytes.length, metadata);
      expect((await patch(address, organizer.userId, 0, bytes)).status).toBe(204);
      expect(await rowOf(address)).toMatchObject({ kind: "case", objectKey: `cases/sha256/${sha256(bytes)}` });
      const plain = await create(organizer.userId, 1000, metadata);
      const refused = await patch(plain.address, organizer.userId, 0, new Uint8Array(1000));
      expect([refused.status, await codeOf(refused)]).toEqual([422, "invalid-archive"]);
    });

    test("W2: a length is required, and may not exceed the phase's limit", async () => {
      const who = await user();
      expect((await call("POST", url, who)).status).toBe(400);
      expect((await call("POST", url, who, { "Upload-Defer-Length": "1" })).status).toBe(400);
      expect(await codeOf((await create(who, 0)).response)).toBe("invalid-archive");
      const tooLarge = await create(who, 20 * 1024 ** 3 + 1);
      expect(tooLarge.response.status).toBe(413);
      expect(((await tooLarge.response.json()) as { detail: string }).detail).toContain("20.00 GiB");
      const challenge = await makeSmallChallenge(db);
      const phase = await challenge.phase({ limits: { imageBytes: 1000 } });
      const metadata = { filename: "x", challenge: challenge.slug, phase: phase.slug };
      expect((await create(who, 1001, metadata)).response.status).toBe(413);
      expect((await create(who, 1000, metadata)).response.status).toBe(201);
      expect((await create(who, 10, { filename: "x", sha256: "abc" })).response.status).toBe(400);
      // W1: a draft's limit would tell that it is there.
      await db.challenge.update({ where: { id: challenge.challengeId }, data: { visibility: "draft" } });
      expect((await create(who, 1001, metadata)).response.status).toBe(201);
      expect((await create(challenge.organizer.userId, 1001, metadata)).response.status).toBe(413);
    });

    test("W3: of many uploads begun at once by one person exactly the limit are taken", async () => {
      const who = await user();
      const answers = await Promise.all(Array.from({ length: 12 }, () => create(who, 1000)));
      const statuses = answers.map(({ response }) => response.status).sort();
      expect(statuses).toEqual([...Array(UPLOAD_LIMITS.openPerOwner).fill(201), ...Array(7).fill(429)]);
      const open = answers.find(({ response }) => response.status === 201);
      expect((await call("DELETE", open?.address ?? "", who)).status).toBe(204);
      expect((await call("HEAD", open?.address ?? "", who)).status).toBe(404);
      expect((await create(who, 1000)).response.status).toBe(201);
      expect((await create(await user(), 1000)).response.status).toBe(201);
    });

    test("W8: what is not an archive is refused at its first bytes, and said so", async () => {
      const who = await user();
      for (const start of ["PK\x03\x04", "\x7fELF", "<!doctype html>", "\x1f\x9d"]) {
        const bytes = Buffer.concat([Buffer.from(start, "latin1"), Buffer.alloc(2 * MIB, 7)]);
        const { address } = await create(who, 10 * 1024 ** 3);
        const response = await patch(address, who, 0, bytes);
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({
          code: "invalid-archive",
          detail: expect.stringContaining("docker save"),
        });
        expect((await rowOf(address)).state).toBe("failed");
        expect((await call("HEAD", address, who)).status).toBe(410);
      }
      const { address } = await create(who, 100);
      await patch(address, who, 0, Buffer.alloc(10, 65));
      expect(await codeOf(await patch(address, who, 10, Buffer.alloc(90, 65)))).toBe("invalid-archive");
    });

    test("W2: a file whose hash is not the declared one fails, and its bytes are not kept", async () => {
      const who = await user();
      const bytes = archive(100_000);
      const { address } = await create(who, bytes.length, { filename: "x", sha256: sha256(Buffer.from("other")) });
      const response = await patch(address, who, 0, bytes);
      expect(response.status).toBe(422);
      expect(await codeOf(response)).toBe("checksum-mismatch");
      expect(await rowOf(address)).toMatchObject({ state: "failed", objectKey: null });
      expect(await store.head(`images/sha256/${sha256(bytes)}`)).toBeNull();
    });

    test("W2: bytes beyond the length, at another offset or after the end are refused, and what arrived stays", async () => {
      const who = await user();
      const bytes = archive(1000);
      const { address } = await create(who, bytes.length);
      expect((await patch(address, who, 0, bytes.subarray(0, 600))).status).toBe(204);
      expect((await patch(address, who, 600, Buffer.alloc(401))).status).toBe(413);
      expect((await patch(address, who, 0, bytes)).status).toBe(409);
      expect((await patch(address, who, 601, Buffer.alloc(399))).status).toBe(409);
      expect((await call("HEAD", address, who)).headers.get("upload-offset")).toBe("600");
      expect((await patch(address, who, 600, bytes.subarray(600))).status).toBe(204);
      expect((await patch(address, who, 1000, Buffer.alloc(1))).status).toBe(409);
      expect((await call("DELETE", address, who)).status).toBe(409);
      expect((await rowOf(address)).sha256).toBe(sha256(bytes));
    });

    test("simultaneous PATCHes of one upload never mix: the right bytes arrive once", async () => {
      const who = await user();
      const bytes = archive(6 * MIB);
      const { address } = await create(who, bytes.length);
      const answers = await Promise.all([1, 2, 3].map(() => patch(address, who, 0, bytes)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(204);
      expect(statuses.slice(1).every((status) => status >= 400)).toBe(true);
      expect(await rowOf(address)).toMatchObject({ state: "complete", sha256: sha256(bytes) });
    });

    test("an upload that breaks off and resumes has the same hash", async () => {
      const who = await user();
      const bytes = archive(24 * MIB);
      const { address } = await create(who, bytes.length, { filename: "x", sha256: sha256(bytes) });
      await breakOff(address, who, bytes, 18 * MIB);
      let offset = Number((await call("HEAD", address, who)).headers.get("upload-offset"));
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(bytes.length);
      for (const length of [100_000, 3 * MIB, bytes.length]) {
        expect((await patch(address, who, offset, bytes.subarray(offset, offset + length))).status).toBe(204);
        offset = Math.min(bytes.length, offset + length);
      }
      expect(await rowOf(address)).toMatchObject({ state: "complete", sha256: sha256(bytes) });
    });

    const arrived = (address: string) =>
      expect.poll(() => ground.arrived(address.split("/").at(-1) ?? ""), { timeout: 20_000 }).toBeGreaterThan(0);

    /** Sends `length` bytes of a PATCH of everything and, when some have arrived, cuts the connection. */
    async function breakOff(address: string, who: string, bytes: Buffer, length: number): Promise<void> {
      const stop = new AbortController();
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          for (let at = 0; at < length; at += MIB) controller.enqueue(bytes.subarray(at, Math.min(length, at + MIB)));
          await arrived(address);
          stop.abort();
        },
      });
      const headers = {
        "Tus-Resumable": "1.0.0",
        "x-user": who,
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
      };
      const request = { method: "PATCH", headers, body, duplex: "half", signal: stop.signal };
      await expect(fetch(address, request as RequestInit)).rejects.toThrow();
    }

    test("a server killed in the middle goes on where it was, and nothing is lost", async () => {
      const who = await user();
      const bytes = archive(40 * MIB);
      const program = join(import.meta.dirname, "upload-server.ts");
      const start = async (port: string) => {
        const child = spawn(process.execPath, [program, fresh.url, JSON.stringify(ground.settings), port], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
        return { child, address: line };
      };
      const kill = async (child: ChildProcess) => {
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      };
      let running = await start("0");
      const { port } = new URL(running.address);
      try {
        const headers = { "Upload-Length": String(bytes.length), "Upload-Metadata": encode({ filename: "x" }) };
        const created = await call("POST", running.address, who, headers);
        const address = new URL(created.headers.get("location") ?? "", running.address).href;
        const half = 34 * MIB;
        const sending = breakOff(address, who, bytes, half).catch(() => {});
        await arrived(address);
        await kill(running.child);
        await sending;
        running = await start(port);
        const offset = Number((await call("HEAD", address, who)).headers.get("upload-offset"));
        expect(offset).toBeGreaterThan(0);
        expect((await patch(address, who, offset, bytes.subarray(offset))).status).toBe(204);
        expect(await rowOf(address)).toMatchObject({ state: "complete", sha256: sha256(bytes) });
      } finally {
        await kill(running.child);
      }
    });

    test("an upload whose server died after the last byte is completed by the next look at it", async () => {
      const who = await user();
      for (const crash of ["before the note", "before the move", "after the move"] as const) {
        const bytes = archive(50_000);
        const { address } = await create(who, bytes.length);
        const id = address.split("/").at(-1) ?? "";
        await patch(address, who, 0, bytes.subarray(0, 49_999));
        await withoutCompletion(id, () => patch(address, who, 49_999, bytes.subarray(49_999)));
        const known = { sha256: sha256(bytes), objectKey: `images/sha256/${sha256(bytes)}` };
        if (crash !== "before the note")
          await db.upload.update({ where: { id }, data: { completedAt: new Date(), ...known } });
        if (crash === "after the move") await store.staging.adopt(id, known.objectKey, { sha256: known.sha256 });
        const head = await call("HEAD", address, who);
        expect([crash, head.status, head.headers.get("upload-offset")]).toEqual([crash, 200, "50000"]);
        expect(await rowOf(address)).toMatchObject({ state: "complete", ...known });
        expect(await store.head(known.objectKey)).toMatchObject({ sizeBytes: 50_000 });
      }
    });

    /** Runs with a row lock that lets no completion through, as if the server died there. */
    async function withoutCompletion(id: string, work: () => Promise<unknown>): Promise<void> {
      const former = await db.upload.findUniqueOrThrow({ where: { id } });
      await db.upload.update({ where: { id }, data: { declaredSha256: null } });
      await db.$executeRawUnsafe(`
        create or replace function refuse() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$`);
      await db.$executeRawUnsafe(
        `create trigger crash before update on "Upload" for each row execute function refuse()`,
      );
      try {
        await work();
      } finally {
        await db.$executeRawUnsafe(`drop trigger crash on "Upload"`);
      }
      expect((await db.upload.findUniqueOrThrow({ where: { id } })).state).toBe(former.state);
    }

    test("W2: the sweep gives up what was abandoned, finishes what was interrupted and removes what nobody handed in", async () => {
      const who = await user();
      const bytes = archive(20_000);
      const abandoned = (await create(who, bytes.length)).address;
      await patch(abandoned, who, 0, bytes.subarray(0, 10_000));
      const interrupted = (await create(who, bytes.length)).address;
      await patch(interrupted, who, 0, bytes.subarray(0, 19_999));
      await withoutCompletion(interrupted.split("/").at(-1) ?? "", () =>
        patch(interrupted, who, 19_999, bytes.subarray(19_999)),
      );
      const kept = archive(3000);
      const challenge = await makeSmallChallenge(db);
      const unused = (await create(who, kept.length)).address;
      await patch(unused, who, 0, kept);
      const longAgo = new Date(Date.now() - UPLOAD_LIMITS.unusedMs - 60_000);
      await db.upload.updateMany({ where: { ownerId: who }, data: { expiresAt: longAgo } });
      await db.upload.update({ where: { id: (await rowOf(unused)).id }, data: { completedAt: longAgo } });
      await db.upload.update({
        where: { id: (await rowOf(interrupted)).id },
        data: { completedAt: new Date(Date.now() - 3_600_000) },
      });
      const fresh = await challenge.upload({ userId: who, role: "participant" });

      const swept = await uploads.sweep();
      expect(swept.expired).toBeGreaterThanOrEqual(1);
      expect(swept).toMatchObject({ completed: 1, unused: 1 });
      expect((await rowOf(abandoned)).state).toBe("expired");
      expect((await call("HEAD", abandoned, who)).status).toBe(410);
      expect((await rowOf(interrupted)).state).toBe("complete");
      expect(await rowOf(unused)).toMatchObject({ state: "expired", objectKey: null });
      expect(await store.head(`images/sha256/${sha256(kept)}`)).toBeNull();
      expect((await db.upload.findUniqueOrThrow({ where: { id: fresh } })).state).toBe("complete");
      expect(await uploads.sweep()).toEqual({ expired: 0, completed: 0, unused: 0 });
    });

    test("a fault of the database is a 5xx that says to resume, and the next request goes on", async () => {
      const who = await user();
      const bytes = archive(1000);
      const { address } = await create(who, bytes.length);
      await db.$executeRawUnsafe(`alter table "Upload" rename to "UploadAway"`);
      try {
        const response = await patch(address, who, 0, bytes);
        expect(response.status).toBe(500);
        expect(await response.json()).toMatchObject({
          code: "upload-failed",
          detail: expect.stringContaining("resume"),
        });
      } finally {
        await db.$executeRawUnsafe(`alter table "UploadAway" rename to "Upload"`);
      }
      expect(errors.length).toBeGreaterThan(0);
      expect((await patch(address, who, 0, bytes)).status).toBe(204);
    });
  });
}

describeUploads("uploads on disk", async () => {
  const root = await mkdtemp(join(tmpdir(), "bodymark-uploads-"));
  return {
    settings: { kind: "disk", root },
    staged: () => readdir(join(root, ".staging")),
    arrived: async (id) => (await stat(join(root, ".staging", id))).size,
    stop: () => rm(root, { recursive: true, force: true }),
  };
});

if (hasGo()) {
  describeUploads("uploads in S3", async () => {
    const s3: S3Server = await startS3Server();
    return {
      settings: s3.settings,
      staged: async () => {
        const files = await readdir(join(s3.folder, ".staging"), { recursive: true }).catch(() => []);
        return [...files.filter((name) => name.includes("upl_")), ...(await s3.unfinishedUploads())];
      },
      arrived: (id) => s3.bytesOfParts(`.staging/${id}`),
      stop: s3.stop,
    };
  });
} else {
  test.skip(NEEDS_GO);
}
