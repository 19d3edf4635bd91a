import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { acceptArchive, dockerArchive, toDockerArchive } from "@bodymark/image";
import { decodeLabelMap, encodeNifti } from "@bodymark/nifti";
import Docker from "dockerode";
import { extract, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImage } from "../fixtures/build-test-image.ts";
import { HAS_COMPILER } from "../fixtures/compile-static.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { buildThresholdImage, thresholdLabels } from "../fixtures/threshold-image.ts";

const busybox = await findBusybox();
const engine = new Docker();
const LABEL = { "bodymark.test": `acceptance-${process.pid}` };
const loaded = new Set<string>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-engine-"));
});
afterAll(async () => {
  const filters = { label: Object.entries(LABEL).map((pair) => pair.join("=")) };
  for (const { Id } of await engine.listContainers({ all: true, filters })) {
    await engine.getContainer(Id).remove({ force: true, v: true });
  }
  for (const id of loaded) await engine.getImage(id).remove({ force: true });
  await rm(folder, { recursive: true });
});

async function load(source: NodeJS.ReadableStream, id: string): Promise<void> {
  loaded.add(id);
  expect(await text(Readable.from(await engine.loadImage(source)))).toContain(id);
}

/** Runs a command of an image by its ID, as the sandbox would, and returns what it printed and its container. */
async function run(
  image: string,
  options: Docker.ContainerCreateOptions,
  before?: (container: Docker.Container) => Promise<unknown>,
) {
  const container = await engine.createContainer({
    ...options,
    Image: image,
    Labels: LABEL,
    HostConfig: { NetworkMode: "none", CapDrop: ["ALL"], Memory: 256 * 1024 ** 2, PidsLimit: 64 },
  });
  await before?.(container);
  await container.start();
  const { StatusCode } = await container.wait();
  const log = await container.logs({ stdout: true, stderr: true });
  return { container, StatusCode, log: log.toString("latin1") };
}

describe.skipIf(!busybox)("accepted images on a real engine, which needs a static busybox", () => {
  test.each([
    { format: "docker", compress: "none", compressLayers: "none" },
    { format: "docker", compress: "zstd", compressLayers: "gzip" },
    { format: "oci", compress: "none", compressLayers: "gzip" },
    { format: "oci", compress: "gzip", compressLayers: "zstd" },
  ] as const)("loads and runs by its ID, under no tag: $format, $compress, layers $compressLayers", async (archive) => {
    const path = join(folder, "image.tar");
    const script = `echo "ran ${JSON.stringify(archive).replaceAll('"', "")}"\n`;
    await buildTestImage({ script, archive: { ...archive, tags: ["bodymark-test-victim:latest"] } }, path);
    const accepted = await acceptArchive(path, { profile: "bodymaps", maxImageBytes: 1e9 });
    await load(Readable.from(dockerArchive(path, accepted), { objectMode: false }), accepted.digest);

    const found = await engine.getImage(accepted.digest).inspect();
    expect(found.Id).toBe(accepted.digest);
    expect(found.RepoTags ?? []).toEqual([]);
    expect(found.RootFS.Layers).toHaveLength(accepted.layers);
    if (accepted.plan.kind !== "script") throw new Error(`unexpected plan ${accepted.plan.kind}`);
    const { shell, script: predict } = accepted.plan;
    const { StatusCode, log } = await run(accepted.digest, { Entrypoint: [shell, predict] });
    expect(StatusCode).toBe(0);
    expect(log).toContain(`ran ${JSON.stringify(archive).replaceAll('"', "")}`);
  });

  test("keeps hard links, modes and owners on their way through the engine", async () => {
    const path = join(folder, "links.tar");
    await buildTestImage(
      {
        script: "true\n",
        files: [
          { path: "data/secret", mode: 0o640, uid: 1000, gid: 1000, content: "x" },
          { path: "bin/once", mode: 0o755, content: "#!/bin/sh\necho linked\n" },
          { path: "bin/again", hardlink: "bin/once" },
          { path: `${"long/".repeat(40)}naïve.txt`, content: "x" },
        ],
      },
      path,
    );
    const accepted = await acceptArchive(path, { profile: "bodymaps", maxImageBytes: 1e9 });
    const out = join(folder, "links-clean.tar");
    await toDockerArchive(path, accepted, out);
    await load(createReadStream(out), accepted.digest);
    const { log } = await run(accepted.digest, {
      Entrypoint: ["sh", "-c", `[ /bin/again -ef /bin/once ] && again && ls -lan /data /${"long/".repeat(40)}`],
    });
    expect(log).toContain("linked");
    expect(log).toMatch(/-rw-r-----\s+1 1000\s+1000\s+1 .*secret/);
    expect(log).toMatch(/na.+ve\.txt/);
  });

  test.skipIf(!HAS_COMPILER)("the threshold image labels a scan exactly as computed here; needs gcc", async () => {
    const thresholds = [
      { label: 3, low: -100, high: 300 },
      { label: 7, low: 50, high: 120.5 },
    ];
    const path = join(folder, "threshold.tar");
    await buildThresholdImage(thresholds, path);
    const accepted = await acceptArchive(path, { profile: "bodymaps", maxImageBytes: 1e9 });
    await load(Readable.from(dockerArchive(path, accepted), { objectMode: false }), accepted.digest);

    const shape = [9, 7, 5] as const;
    const values = Int16Array.from({ length: 9 * 7 * 5 }, (_, index) => ((index * 37) % 600) - 250);
    const scan = encodeNifti({ shape, data: values, affine: [1, 0, 0, 4, 0, 2, 0, 5, 0, 0, 3, 6, 0, 0, 0, 1] });
    const put = async (container: Docker.Container) => {
      const tar = pack();
      tar.entry({ name: "inputs", type: "directory" });
      tar.entry({ name: "inputs/scan.nii.gz" }, gzipSync(scan));
      tar.entry({ name: "outputs", type: "directory" });
      tar.finalize();
      await container.putArchive(Readable.from(tar, { objectMode: false }), { path: "/workspace" });
    };
    const { container, StatusCode, log } = await run(
      accepted.digest,
      { Entrypoint: ["sh", "/workspace/predict.sh"] },
      put,
    );
    expect(log).toBe("");
    expect(StatusCode).toBe(0);
    const outputs = Readable.from(await container.getArchive({ path: "/workspace/outputs/scan.nii.gz" })).pipe(
      extract(),
    );
    for await (const entry of outputs) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) chunks.push(chunk as Uint8Array);
      const map = decodeLabelMap(gunzipSync(Buffer.concat(chunks)));
      expect(map.shape).toEqual(shape);
      expect([...map.labels]).toEqual([...thresholdLabels(values, thresholds)]);
    }
  });
});
