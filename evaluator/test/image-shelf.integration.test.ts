import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeImageArchive } from "@bodymark/image";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDockerExecutor } from "../src/run/docker/docker-executor.ts";
import type { Executor, LoadedImage } from "../src/run/executor.ts";
import { ImageShelf } from "../src/worker/image-shelf.ts";

const MIB = 1024 ** 2;
const { signal } = new AbortController();

describe.skipIf(!process.env.DOCKER_HOST)("a worker's images in its engine", () => {
  let folder: string;
  const executors: Executor[] = [];

  /** An executor of an owner of its own: tests on one engine do not see each other's images. */
  function open(owner = randomBytes(8).toString("hex")): Executor {
    const executor = createDockerExecutor({
      address: process.env.DOCKER_HOST,
      scratchFolder: join(folder, "scratch"),
      owner,
    });
    executors.push(executor);
    return executor;
  }

  /** Loads an image of 1 MiB that nobody else has. */
  async function load(executor: Executor, seed = randomBytes(16)): Promise<LoadedImage> {
    const archive = join(folder, "image.tar");
    const content = Buffer.concat([seed, Buffer.alloc(MIB)]);
    const { configDigest } = await writeImageArchive(
      { config: { Cmd: ["/x"] }, layers: [{ files: [{ path: "x", content }] }], tags: ["bodymark-test-victim:latest"] },
      archive,
    );
    const loaded = await executor.load(archive, configDigest, signal);
    await sleep(20); // the engine's times of use are the order
    return loaded;
  }
  const kept = async (executor: Executor) => new Set((await executor.keptImages()).map(({ id }) => id));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-shelf-"));
  });
  afterAll(async () => {
    for (const executor of executors) {
      for (const { id } of await executor.keptImages()) await executor.removeImage(id);
      await executor.close();
    }
    await rm(folder, { recursive: true, force: true });
  });

  test("beyond its bound the least recently used are unloaded, one that is held never", async () => {
    const executor = open();
    const shelf = new ImageShelf(executor, 2.5 * MIB);
    const [a, b, c] = [await load(executor), await load(executor), await load(executor)];
    const release = await shelf.hold(a.id); // the oldest, and in use now: c and a stay
    expect(await kept(executor)).toEqual(new Set([a.id, c.id]));
    expect(await executor.findImage(b.id)).toBeNull();
    expect(await shelf.shrink(0)).toEqual([c.id]);
    expect(await kept(executor)).toEqual(new Set([a.id]));
    release();
    expect(await shelf.shrink(0)).toEqual([a.id]);
    expect(await executor.findImage(a.id)).toBeNull();
  });

  test("images that it did not load itself, or that another worker has a name for, stay", async () => {
    const [mine, other] = [open(), open()];
    const seed = randomBytes(16);
    const shared = await load(mine, seed);
    expect((await load(other, seed)).id).toBe(shared.id);
    const foreign = await load(other);
    expect(await new ImageShelf(mine, 0).shrink(0)).toEqual([shared.id]);
    expect(await kept(mine)).toEqual(new Set());
    expect(await other.findImage(shared.id)).not.toBeNull();
    await mine.removeImage(foreign.id);
    expect(await other.findImage(foreign.id)).not.toBeNull();
  });

  test("a loaded image has no name but the platform's own", async () => {
    const executor = open();
    await load(executor);
    expect(await executor.findImage("bodymark-test-victim:latest")).toBeNull();
  });
});
