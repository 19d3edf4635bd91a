import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openObjectStore } from "@bodymark/storage";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ObjectCache } from "../src/worker/object-cache.ts";

const { signal } = new AbortController();
let folder: string;
let copies: string[];
let cache: ObjectCache;

/** An object of 1000 bytes, named by one letter. */
const object = (letter: string) => ({ key: `files/${letter}`, sha256: letter.repeat(64) });

async function open(maxBytes: number): Promise<ObjectCache> {
  const store = await openObjectStore({ kind: "disk", root: join(folder, "objects") });
  for (const letter of "abcd") await store.put(`files/${letter}`, Buffer.alloc(1000, letter));
  const counting = {
    copyToFile: (async (key, path, options) => {
      copies.push(key);
      await sleep(20);
      return await store.copyToFile(key, path, options);
    }) satisfies typeof store.copyToFile,
  };
  return await ObjectCache.open(counting, join(folder, "cache"), maxBytes);
}

const there = async () => (await readdir(join(folder, "cache"))).map((name) => name[0]).sort();
async function use(letter: string): Promise<void> {
  await (await cache.hold(object(letter), ".nii.gz", signal)).release();
  await sleep(5); // file times are the order of use
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-cache-"));
  copies = [];
});
afterEach(() => rm(folder, { recursive: true }));

describe("a worker's cache of objects", () => {
  test("fetches an object once, also for several who want it at the same time", async () => {
    cache = await open(10_000);
    const held = await Promise.all([1, 2, 3].map(() => cache.hold(object("a"), ".nii.gz", signal)));
    expect(new Set(held.map(({ path }) => path)).size).toBe(1);
    for (const one of held) await one.release();
    await use("a");
    expect(copies).toEqual(["files/a"]);
  });

  test("keeps at most so many bytes: the least recently used go first", async () => {
    cache = await open(2500);
    for (const letter of ["a", "b", "a", "c"]) await use(letter);
    expect(await there()).toEqual(["a", "c"]);
    expect(cache.bytes).toBe(2000);
  });

  test("never removes what is held, be it more than the bound, and does so once it is let go", async () => {
    cache = await open(1500);
    const [a, b] = [await cache.hold(object("a"), ".x", signal), await cache.hold(object("b"), ".x", signal)];
    expect(await there()).toEqual(["a", "b"]);
    await cache.shrink(0);
    expect(await there()).toEqual(["a", "b"]);
    await a.release();
    expect(await there()).toEqual(["b"]);
    await a.release(); // twice is once
    await b.release();
    expect(await cache.shrink(0)).toBe(1000);
    expect(await there()).toEqual([]);
  });

  test("knows after a restart what it has and in which order it was used, and drops what is not whole", async () => {
    cache = await open(10_000);
    for (const letter of ["a", "b", "c"]) await use(letter);
    await utimes(cache.pathOf(object("a"), ".nii.gz"), new Date(), new Date(Date.now() + 5000));
    await writeFile(join(folder, "cache", "d.abc.partial"), "half");
    cache = await open(2000);
    expect(await there()).toEqual(["a", "c"]);
    await use("a");
    expect(copies).toEqual(["files/a", "files/b", "files/c"]);
  });

  test("holds nothing for somebody whose fetch failed or was cancelled", async () => {
    cache = await open(10_000);
    await expect(cache.hold({ key: "files/none", sha256: "e".repeat(64) }, ".x", signal)).rejects.toMatchObject({
      code: "object-missing",
    });
    await expect(cache.hold(object("a"), ".x", AbortSignal.abort(new Error("lost")))).rejects.toThrow("lost");
    expect(cache.bytes).toBe(0);
    await use("a");
    expect(cache.bytes).toBe(1000);
  });
});
