import { execFileSync } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InvalidKey, openObjectStore } from "../src/index.ts";
import { describeObjectStore } from "./contract.ts";

const folders: string[] = [];
const makeRoot = async () => {
  const root = await mkdtemp(join(tmpdir(), "bodymark-disk-"));
  folders.push(root);
  return root;
};
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describeObjectStore("files on disk", async () => {
  const root = await makeRoot();
  return {
    store: await openObjectStore({ kind: "disk", root }),
    leftovers: () => readdir(join(root, ".temporary")),
    stage: (name, bytes) => writeFile(join(root, ".staging", name), bytes),
    corrupt: async (key) => {
      const path = join(root, key);
      execFileSync("cp", ["-p", path, `${root}-former`]);
      folders.push(`${root}-former`);
      const file = await open(path, "r+");
      await file.write(Buffer.from([0, 1, 2, 3]), 0, 4, 100);
      await file.close();
      execFileSync("touch", ["-r", `${root}-former`, path]); // rot does not touch the time
    },
  };
});

describe("files on disk, on their own", () => {
  test("an object is a plain file under its key", async () => {
    const root = await makeRoot();
    const store = await openObjectStore({ kind: "disk", root });
    await store.put("cases/one.nii.gz", Buffer.from("plain"));
    expect(await readFile(join(root, "cases/one.nii.gz"), "utf8")).toBe("plain");
  });

  test("a file laid there by hand is an object without a hash", async () => {
    const root = await makeRoot();
    const store = await openObjectStore({ kind: "disk", root });
    await writeFile(join(root, "by-hand"), "x");
    expect(await store.head("by-hand")).toMatchObject({ sizeBytes: 1, sha256: null });
    expect(await (await store.get("by-hand")).toArray()).toHaveLength(1);
  });

  test("one object's key cannot be the folder of another's", async () => {
    const store = await openObjectStore({ kind: "disk", root: await makeRoot() });
    await store.put("a/b", Buffer.from("x"));
    await expect(store.put("a", Buffer.from("x"))).rejects.toThrow(InvalidKey);
    await expect(store.put("a/b/c", Buffer.from("x"))).rejects.toThrow(InvalidKey);
    await expect(store.put("a/b/c/d", Buffer.from("x"))).rejects.toThrow(InvalidKey);
  });

  test("what a killed process left half written is removed at the next start, unless it is fresh", async () => {
    const root = await makeRoot();
    await openObjectStore({ kind: "disk", root });
    await writeFile(join(root, ".temporary", "old"), "x");
    await utimes(join(root, ".temporary", "old"), new Date(0), new Date(0));
    await writeFile(join(root, ".temporary", "fresh"), "x");
    await openObjectStore({ kind: "disk", root });
    expect(await readdir(join(root, ".temporary"))).toEqual(["fresh"]);
  });

  test("deleting the last object of a folder removes the folder", async () => {
    const root = await makeRoot();
    const store = await openObjectStore({ kind: "disk", root });
    await store.put("a/b/c", Buffer.from("x"));
    await store.delete("a/b/c");
    expect((await readdir(root)).sort()).toEqual([".staging", ".temporary"]);
  });

  test("puts and deletes in one folder at once do not get in each other's way", async () => {
    const store = await openObjectStore({ kind: "disk", root: await makeRoot() });
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([
        store.put(`busy/deep/${round}`, Buffer.from("x")),
        store.delete(`busy/deep/${round - 1}`),
        store.put(`busy/deep/other-${round}`, Buffer.from("y")).then(() => store.delete(`busy/deep/other-${round}`)),
      ]);
    }
    const keys: string[] = [];
    for await (const { key } of store.list("busy/")) keys.push(key);
    expect(keys).toEqual(["busy/deep/19"]);
  });
});
