import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChecksumMismatch, InvalidKey, ObjectMissing, type ObjectStore, RangeNotSatisfiable } from "../src/index.ts";

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hashOf = async (stream: Readable) => {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest("hex");
};
const bytesOf = async (stream: Readable) => Buffer.concat(await stream.toArray());
const keysOf = async (store: ObjectStore, prefix: string) => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
};
const inChunks = (bytes: Buffer, size = 65_536) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
    { objectMode: false },
  );

export interface StoreUnderTest {
  store: ObjectStore;
  /** Names of whatever lies around outside the objects: temporary files, unfinished multipart uploads. */
  leftovers(): Promise<string[]>;
  /** Writes a staged upload as the upload server does. */
  stage(name: string, bytes: Buffer): Promise<void>;
  /** Changes one byte of a stored object behind the store's back. */
  corrupt(key: string): Promise<void>;
}

/** What every adapter of the object storage port must do. */
export function describeObjectStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: ObjectStore;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "bodymark-contract-"));
      under = await open();
      store = under.store;
    }, 600_000);
    afterAll(async () => {
      store?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test("what is put is what is got, with its size, hash and content type", async () => {
      const bytes = randomBytes(100_000);
      const put = await store.put("round/trip.bin", bytes, { contentType: "application/x-thing" });
      expect(put).toMatchObject({ key: "round/trip.bin", sizeBytes: 100_000, sha256: sha256(bytes) });
      expect(await bytesOf(await store.get("round/trip.bin"))).toEqual(bytes);
      const head = await store.head("round/trip.bin");
      expect(head).toMatchObject({ ...put, contentType: "application/x-thing", modifiedAt: expect.any(Date) });
      expect(Math.abs((head?.modifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    test("an empty object is an object", async () => {
      for (const [key, body] of [
        ["empty/bytes", Buffer.alloc(0)],
        ["empty/stream", Readable.from([])],
      ] as const) {
        const put = await store.put(key, body);
        expect(put).toMatchObject({ sizeBytes: 0, sha256: sha256(Buffer.alloc(0)) });
        expect(await bytesOf(await store.get(key))).toHaveLength(0);
        expect(await bytesOf(await store.get(key, { range: { offset: 0 } }))).toHaveLength(0);
      }
    });

    test("a stream of several parts arrives whole and is never gathered in memory", async () => {
      const bytes = randomBytes(36 * MIB + 5);
      const put = await store.put("big/stream", inChunks(bytes));
      expect(put).toMatchObject({ sizeBytes: bytes.length, sha256: sha256(bytes) });
      expect(await hashOf(await store.get("big/stream"))).toBe(sha256(bytes));
      const slice = await bytesOf(await store.get("big/stream", { range: { offset: 16 * MIB - 3, length: 10 } }));
      expect(slice).toEqual(bytes.subarray(16 * MIB - 3, 16 * MIB + 7));
    });

    test("a file's content is put by its path, and an object is copied to a file", async () => {
      const bytes = randomBytes(200_000);
      const from = join(folder, "from.bin");
      await writeFile(from, bytes);
      await store.put("files/one", { path: from });
      const info = await store.copyToFile("files/one", join(folder, "to.bin"));
      expect(info).toMatchObject({ sizeBytes: bytes.length, sha256: sha256(bytes) });
      expect(await readFile(join(folder, "to.bin"))).toEqual(bytes);
      await expect(store.copyToFile("files/none", join(folder, "none.bin"))).rejects.toThrow(ObjectMissing);
      await expect(readFile(join(folder, "none.bin"))).rejects.toThrow("ENOENT");
      await expect(store.put("files/none", { path: join(folder, "missing") })).rejects.toThrow("ENOENT");
    });

    test("a range gives exactly its bytes, clipped at the end; one behind the end is refused", async () => {
      const bytes = randomBytes(1000);
      await store.put("range", bytes);
      const range = async (offset: number, length?: number) =>
        bytesOf(await store.get("range", { range: length === undefined ? { offset } : { offset, length } }));
      expect(await range(0, 1)).toEqual(bytes.subarray(0, 1));
      expect(await range(10, 20)).toEqual(bytes.subarray(10, 30));
      expect(await range(990)).toEqual(bytes.subarray(990));
      expect(await range(990, 100)).toEqual(bytes.subarray(990));
      expect(await range(5, 0)).toHaveLength(0);
      await expect(range(1000, 1)).rejects.toThrow(RangeNotSatisfiable);
    });

    test("a second put replaces the first, for size, hash and bytes alike", async () => {
      await store.put("again", Buffer.from("first"), { contentType: "text/plain" });
      await store.put("again", Buffer.from("the second"));
      expect(await store.head("again")).toMatchObject({ sizeBytes: 10, sha256: sha256(Buffer.from("the second")) });
      expect(String(await bytesOf(await store.get("again")))).toBe("the second");
    });

    test("a hash that was declared wrongly is refused, small or big, and the former object stays", async () => {
      await store.put("kept", Buffer.from("former"));
      const wrong = "0".repeat(64);
      for (const body of [Buffer.from("new"), inChunks(Buffer.from("new")), inChunks(randomBytes(36 * MIB))]) {
        await expect(store.put("kept", body, { sha256: wrong })).rejects.toThrow(ChecksumMismatch);
      }
      expect(String(await bytesOf(await store.get("kept")))).toBe("former");
      await expect(store.put("never", Buffer.from("new"), { sha256: wrong })).rejects.toThrow(ChecksumMismatch);
      expect(await store.head("never")).toBeNull();
      expect(await under.leftovers()).toEqual([]);
      const right = sha256(Buffer.from("new"));
      expect(await store.put("kept", inChunks(Buffer.from("new")), { sha256: right.toUpperCase() })).toMatchObject({
        sha256: right,
      });
      expect(await store.head("kept")).toMatchObject({ sha256: right });
    });

    test("an aborted put leaves nothing behind, whether begun or not", async () => {
      const endless = Readable.from(
        (async function* () {
          for (;;) {
            yield Buffer.alloc(MIB, 1);
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
        })(),
        { objectMode: false },
      );
      const stop = new AbortController();
      const reason = new Error("the participant left");
      setTimeout(() => stop.abort(reason), 150);
      await expect(store.put("aborted", endless, { signal: stop.signal })).rejects.toBe(reason);
      await expect(store.put("aborted", Buffer.from("x"), { signal: stop.signal })).rejects.toBe(reason);
      expect(await store.head("aborted")).toBeNull();
      expect(endless.destroyed).toBe(true);
      await expect.poll(() => under.leftovers(), { timeout: 5000 }).toEqual([]);
    });

    test("a body that breaks off leaves nothing behind and rejects with what broke it", async () => {
      const broken = Readable.from(
        (async function* () {
          for (let mib = 0; mib < 20; mib += 1) yield Buffer.alloc(MIB, 1);
          throw new Error("connection reset");
        })(),
        { objectMode: false },
      );
      const failure = await store.put("broken", broken).catch((error: unknown) => error as Error);
      expect(`${failure} ${failure instanceof Error ? failure.cause : ""}`).toContain("connection reset");
      expect(await store.head("broken")).toBeNull();
      await expect.poll(() => under.leftovers(), { timeout: 5000 }).toEqual([]);
    });

    test("what is missing is null to head, an error to get, nothing to delete", async () => {
      expect(await store.head("no/such")).toBeNull();
      await expect(store.get("no/such")).rejects.toMatchObject({
        code: "object-missing",
        retry: false,
        key: "no/such",
      });
      await expect(store.get("no/such", { range: { offset: 0, length: 0 } })).rejects.toThrow(ObjectMissing);
      await store.delete("no/such");
      await store.put("gone", Buffer.from("x"));
      await store.delete("gone");
      expect(await store.head("gone")).toBeNull();
    });

    test("a folder is not an object", async () => {
      await store.put("folder/inside", Buffer.from("x"));
      expect(await store.head("folder")).toBeNull();
      await expect(store.get("folder")).rejects.toThrow(ObjectMissing);
      await store.delete("folder");
      expect(await store.head("folder/inside")).not.toBeNull();
    });

    test("a list gives every key with the prefix once, in the order of their bytes, over several pages", async () => {
      const keys = ["list/a", "list/a-b/c", "list/a.b", "list/a/b", "list/b/c/d", "list/ä", "list/z"].filter(
        (key) => key !== "list/a",
      );
      for (let n = 0; n < 1100; n += 1) keys.push(`list/many/${String(n).padStart(5, "0")}`);
      const queue = [...keys];
      const worker = async () => {
        for (let key = queue.pop(); key; key = queue.pop()) await store.put(key, Buffer.from(key));
      };
      await Promise.all(Array.from({ length: 16 }, worker));
      const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await keysOf(store, "list/")).toEqual(sorted);
      expect(await keysOf(store, "list/many/0109")).toHaveLength(10);
      expect(await keysOf(store, "list/a")).toEqual(["list/a-b/c", "list/a.b", "list/a/b"]);
      expect(await keysOf(store, "nothing/")).toEqual([]);
      for await (const entry of store.list("list/a/")) {
        expect(entry).toMatchObject({ key: "list/a/b", sizeBytes: 8, modifiedAt: expect.any(Date) });
      }
    });

    test("keys may hold spaces, signs and letters of any language", async () => {
      const keys = [
        "odd/a b",
        "odd/50%",
        "odd/%2Fx",
        "odd/a+b=c&d?e#f",
        "odd/ünïcødé-日本-🫀",
        "odd/it's(1)!*",
        "odd/~",
      ];
      for (const key of keys) {
        await store.put(key, Buffer.from(key));
        expect(String(await bytesOf(await store.get(key)))).toBe(key);
      }
      expect((await keysOf(store, "odd/")).sort()).toEqual([...keys].sort());
      for (const key of keys) await store.delete(key);
      expect(await keysOf(store, "odd/")).toEqual([]);
    });

    test.each([
      "",
      "/a",
      "a/",
      "a//b",
      "..",
      "../a",
      "a/../b",
      "a/./b",
      ".hidden",
      "a/.b",
      "a\\b",
      "a\0b",
      "a\nb",
      "u\u0308",
      "\ud800",
      "x".repeat(901),
      `a/${"y".repeat(241)}`,
    ])("the key %j is refused by every operation", async (key) => {
      await expect(store.put(key, Buffer.from("x"))).rejects.toThrow(InvalidKey);
      await expect(store.get(key)).rejects.toThrow(InvalidKey);
      await expect(store.head(key)).rejects.toThrow(InvalidKey);
      await expect(store.delete(key)).rejects.toThrow(InvalidKey);
      await expect(store.copyToFile(key, join(folder, "x"))).rejects.toThrow(InvalidKey);
      await expect(store.staging.adopt("x", key, { sha256: "0" })).rejects.toThrow(InvalidKey);
    });

    test("of simultaneous puts of one key one wins whole, with its own hash", async () => {
      const bodies = Array.from({ length: 8 }, (_, n) => Buffer.alloc(300_000, n));
      await Promise.all(bodies.map((body) => store.put("raced", inChunks(body), { sha256: sha256(body) })));
      const got = await bytesOf(await store.get("raced"));
      expect(bodies.some((body) => body.equals(got))).toBe(true);
      expect([sha256(got), null]).toContain((await store.head("raced"))?.sha256);
      expect(await under.leftovers()).toEqual([]);
    });

    test("a staged upload becomes an object without being sent again, and is not listed before", async () => {
      const bytes = randomBytes(6 * MIB);
      await under.stage("upl_1", bytes);
      expect(await keysOf(store, "")).not.toContainEqual(expect.stringContaining("upl_1"));
      expect(await hashOf(await store.staging.read("upl_1"))).toBe(sha256(bytes));
      const info = await store.staging.adopt("upl_1", "images/adopted", { sha256: sha256(bytes) });
      expect(info).toMatchObject({ key: "images/adopted", sizeBytes: bytes.length, sha256: sha256(bytes) });
      expect(await store.head("images/adopted")).toMatchObject({ sha256: sha256(bytes), sizeBytes: bytes.length });
      expect(await hashOf(await store.get("images/adopted"))).toBe(sha256(bytes));
      await expect(store.staging.adopt("upl_1", "images/again", { sha256: "0" })).rejects.toThrow(ObjectMissing);
      await under.stage("upl_2", bytes);
      await store.staging.remove("upl_2");
      await store.staging.remove("upl_2");
      await expect(store.staging.adopt("upl_2", "images/again", { sha256: "0" })).rejects.toThrow(ObjectMissing);
    });

    test("a stored object that has changed is noticed at the end of a whole read", async () => {
      await store.put("rotten", randomBytes(50_000));
      await under.corrupt("rotten");
      await expect(hashOf(await store.get("rotten"))).rejects.toThrow();
      await expect(store.copyToFile("rotten", join(folder, "rotten"))).rejects.toThrow();
      await expect(readFile(join(folder, "rotten"))).rejects.toThrow("ENOENT");
    });

    test("the check passes on a store that works", async () => {
      await store.check();
    });
  });
}
