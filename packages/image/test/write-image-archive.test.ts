import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { extract } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ImageSpec, writeImageArchive } from "../src/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-image-"));
});
afterAll(() => rm(folder, { recursive: true }));

const SPEC: ImageSpec = {
  config: { Cmd: ["/bin/hello"], Env: ["PATH=/bin"] },
  layers: [
    {
      files: [
        { path: "bin/hello", mode: 0o755, content: "hello" },
        { path: "bin/sh", symlink: "hello" },
        { path: "bin/again", hardlink: "bin/hello" },
      ],
    },
    { files: [{ path: `${"deep/".repeat(40)}größe.txt`, uid: 1000, gid: 1000, content: new Uint8Array(513) }] },
  ],
  tags: ["example:1"],
};

interface Entry {
  name: string;
  type: string | null | undefined;
  linkname: string | null | undefined;
  mode: number | undefined;
  bytes: Buffer;
}

async function read(stream: NodeJS.ReadableStream): Promise<Entry[]> {
  const entries: Entry[] = [];
  const tar = stream.pipe(extract());
  for await (const entry of tar) {
    const { name, type, linkname, mode } = entry.header;
    entries.push({ name, type, linkname, mode, bytes: await buffer(entry) });
  }
  return entries;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function readBytes(bytes: Buffer): Promise<Entry[]> {
  const path = join(folder, "inner.tar");
  await writeFile(path, bytes);
  return read(createReadStream(path));
}

describe("writing an image archive", () => {
  test("writes a docker archive whose digests are those of its bytes", async () => {
    const path = join(folder, "docker.tar");
    const written = await writeImageArchive(SPEC, path);
    const entries = new Map((await read(createReadStream(path))).map((entry) => [entry.name, entry.bytes]));
    const [manifest] = JSON.parse(entries.get("manifest.json")?.toString() ?? "");
    expect(manifest.RepoTags).toEqual(["example:1"]);
    const config = entries.get(manifest.Config);
    expect(`sha256:${sha256(config ?? Buffer.of())}`).toBe(written.configDigest);
    const diffIds = JSON.parse(config?.toString() ?? "").rootfs.diff_ids;
    const layers = manifest.Layers.map((name: string) => `sha256:${sha256(entries.get(name) ?? Buffer.of())}`);
    expect(layers).toEqual(diffIds);
    expect(written.layers.map(({ diffId }) => diffId)).toEqual(diffIds);
  });

  test("keeps modes, links, owners, long and non-ASCII names", async () => {
    const path = join(folder, "names.tar");
    await writeImageArchive(SPEC, path);
    const outer = await read(createReadStream(path));
    const layers = outer.filter(({ name }) => name.endsWith(".tar"));
    const first = await readBytes(layers[0]?.bytes ?? Buffer.of());
    expect(
      first.map(({ name, type, linkname, mode }) => ({ name: name.replace(/\/$/, ""), type, linkname, mode })),
    ).toEqual([
      { name: "bin", type: "directory", linkname: null, mode: 0o755 },
      { name: "bin/hello", type: "file", linkname: null, mode: 0o755 },
      { name: "bin/sh", type: "symlink", linkname: "hello", mode: 0o777 },
      { name: "bin/again", type: "link", linkname: "bin/hello", mode: 0o755 },
    ]);
    const second = await readBytes(layers[1]?.bytes ?? Buffer.of());
    expect(second.at(-1)?.name).toBe(`${"deep/".repeat(40)}größe.txt`);
    expect(second.at(-1)?.bytes.byteLength).toBe(513);
  });

  test("writes an OCI layout whose blobs are named by their digests, with compressed layers where asked", async () => {
    for (const compressLayers of ["none", "gzip", "zstd"] as const) {
      const path = join(folder, `oci-${compressLayers}.tar`);
      const written = await writeImageArchive({ ...SPEC, format: "oci", compressLayers }, path);
      const entries = new Map((await read(createReadStream(path))).map((entry) => [entry.name, entry.bytes]));
      for (const [name, bytes] of entries) {
        if (name.startsWith("blobs/")) expect(name).toBe(`blobs/sha256/${sha256(bytes)}`);
      }
      const blob = (digest: string) => entries.get(`blobs/${digest.replace(":", "/")}`) ?? Buffer.of();
      const index = JSON.parse(entries.get("index.json")?.toString() ?? "");
      const manifest = JSON.parse(blob(index.manifests[0].digest).toString());
      expect(manifest.config.digest).toBe(written.configDigest);
      expect(manifest.layers).toHaveLength(2);
      expect(manifest.layers[0].size).toBe(blob(manifest.layers[0].digest).byteLength);
    }
  });

  test("compresses the archive as a whole without changing what is in it", async () => {
    const plain = join(folder, "plain.tar");
    await writeImageArchive(SPEC, plain);
    for (const [how, unpack] of [
      ["gzip", createGunzip()],
      ["zstd", createZstdDecompress()],
    ] as const) {
      const path = join(folder, `${how}.tar`);
      await writeImageArchive({ ...SPEC, compress: how }, path);
      expect(sha256(await buffer(createReadStream(path).pipe(unpack)))).toBe(sha256(await readFile(plain)));
    }
  });

  test("gives the same bytes for the same content", async () => {
    const paths = ["one.tar", "two.tar"].map((name) => join(folder, name));
    for (const path of paths) await writeImageArchive({ ...SPEC, compress: "gzip" }, path);
    const [one, two] = await Promise.all(paths.map((path) => readFile(path)));
    expect(sha256(one ?? Buffer.of())).toBe(sha256(two ?? Buffer.of()));
  });

  test("streams files from disk", async () => {
    const source = join(folder, "source.bin");
    await writeFile(source, Buffer.alloc(3_000_001, 7));
    const path = join(folder, "from-file.tar");
    await writeImageArchive({ layers: [{ files: [{ path: "data.bin", content: { fromFile: source } }] }] }, path);
    const outer = await read(createReadStream(path));
    const [file] = await readBytes(outer.at(-1)?.bytes ?? Buffer.of());
    expect(sha256(file?.bytes ?? Buffer.of())).toBe(sha256(await readFile(source)));
  });
});
