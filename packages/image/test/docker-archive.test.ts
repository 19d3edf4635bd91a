import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { zstdCompressSync } from "node:zlib";
import { extract } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AcceptOptions, acceptArchive, type ImageSpec, toDockerArchive, writeImageArchive } from "../src/index.ts";
import { PREDICT_LAYER, rawImage, rawTar, sha256 } from "./raw-archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-clean-"));
});
afterAll(() => rm(folder, { recursive: true }));

const OPTIONS: AcceptOptions = { profile: "bodymaps", maxImageBytes: 1e9, architecture: "amd64" };
const SPEC: ImageSpec = {
  config: { Cmd: ["/x"] },
  layers: [{ files: [{ path: "x", content: "x" }] }, { files: [{ path: "y", content: Buffer.alloc(100_000, 1) }] }],
  tags: ["alpine:latest"],
};

async function clean(path: string): Promise<Map<string, Buffer>> {
  const out = `${path}.clean`;
  await toDockerArchive(path, await acceptArchive(path, OPTIONS), out);
  const entries = new Map<string, Buffer>();
  const tar = createReadStream(out).pipe(extract());
  for await (const entry of tar) {
    expect(entry.header.type).toBe("file");
    entries.set(entry.header.name, await buffer(entry));
  }
  return entries;
}

describe("rewriting an accepted archive for the engine", () => {
  test("writes the same bytes for every format and packing: manifest, configuration, layers, no tags", async () => {
    const results = new Set<string>();
    for (const format of ["docker", "oci"] as const) {
      for (const compress of ["none", "gzip", "zstd"] as const) {
        for (const compressLayers of ["none", "gzip", "zstd"] as const) {
          const path = join(folder, `${format}-${compress}-${compressLayers}.tar`);
          await writeImageArchive({ ...SPEC, format, compress, compressLayers }, path);
          const entries = await clean(path);
          expect(entries.size).toBe(4);
          const [manifest] = JSON.parse(entries.get("manifest.json")?.toString() ?? "");
          expect(manifest.RepoTags).toBeNull();
          const config = entries.get(manifest.Config);
          expect(manifest.Config).toBe(`${sha256(config ?? "")}.json`);
          const layers = manifest.Layers.map((name: string) => `sha256:${sha256(entries.get(name) ?? "")}`);
          expect(layers).toEqual(JSON.parse(config?.toString() ?? "").rootfs.diff_ids);
          results.add([...entries.keys()].sort().join());
        }
      }
    }
    expect(results.size).toBe(1);
  });

  test("leaves everything else of the archive behind, and writes a layer that stands twice once", async () => {
    const layer = rawTar(PREDICT_LAYER);
    const path = join(folder, "extra.tar");
    const extra = [
      { name: "repositories", body: '{"alpine":{"latest":"x"}}' },
      { name: "other.tar", body: layer },
    ];
    await writeFile(
      path,
      rawImage({ layers: [layer, zstdCompressSync(layer)], diffIds: Array(2).fill(`sha256:${sha256(layer)}`), extra }),
    );
    const entries = await clean(path);
    expect(entries.size).toBe(3);
    const [manifest] = JSON.parse(entries.get("manifest.json")?.toString() ?? "");
    expect(manifest.Layers).toHaveLength(2);
  });

  test("refuses an archive that is no longer the accepted one, and leaves no file", async () => {
    const path = join(folder, "changed.tar");
    await writeFile(path, rawImage());
    const accepted = await acceptArchive(path, OPTIONS);
    const bytes = await readFile(path);
    bytes[bytes.indexOf("echo\n")] = 0x45;
    await writeFile(path, bytes);
    await expect(toDockerArchive(path, accepted, join(folder, "out.tar"))).rejects.toMatchObject({
      code: "platform-fault",
      stage: "load",
    });
    expect(await readdir(folder)).not.toContain("out.tar");
  });
});
