import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createDockerExecutor } from "@bodymark/evaluator";
import { acceptArchive, dockerArchive } from "@bodymark/image";
import Docker from "dockerode";
import { expect, test } from "vitest";
import { HAS_COMPILER } from "../fixtures/compile-static.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { buildHostileImage } from "../fixtures/hostile-image.ts";

const canBuild = HAS_COMPILER && (await findBusybox()) !== null;

test.skipIf(!canBuild)(
  "O4: a tree deeper than any path is removed with its container, also where no name of it is UTF-8; needs gcc and busybox",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "bodymark-deep-"));
    const engine = new Docker();
    const executor = createDockerExecutor({
      address: process.env.DOCKER_HOST,
      scratchFolder: join(folder, "scratch"),
    });
    const labels = { "bodymark.test": `deep-tree-${process.pid}` };
    let image: string | undefined;
    try {
      const path = join(folder, "image.tar");
      await buildHostileImage("true", path);
      const accepted = await acceptArchive(path, { profile: "bodymaps", maxImageBytes: 1e9 });
      await text(
        Readable.from(await engine.loadImage(Readable.from(dockerArchive(path, accepted), { objectMode: false }))),
      );
      image = accepted.digest;
      const container = await engine.createContainer({
        Image: image,
        Entrypoint: ["sh", "-c", "hostile deep-tree /tmp && hostile deep-tree /workspace && hostile nameless-tree /"],
        Labels: labels,
        HostConfig: { NetworkMode: "none", CapDrop: ["ALL"] },
      });
      await container.start();
      expect((await container.wait()).StatusCode).toBe(0);
      expect(await executor.reap(labels)).toBe(1);
      await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 });
    } finally {
      await executor.reap(labels);
      await executor.close();
      if (image) await engine.getImage(image).remove({ force: true });
      await rm(folder, { recursive: true });
    }
  },
);
