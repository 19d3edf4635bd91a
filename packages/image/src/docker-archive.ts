import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { RunFailure } from "@bodymark/contracts";
import type { AcceptedImage } from "./accept/accept-archive.ts";
import { openArchive } from "./accept/open-archive.ts";
import { normalise } from "./accept/read-contents.ts";
import { encodeTarHeader, paddingBytes, tarEnd } from "./tar/encode-header.ts";
import { readArchive } from "./tar/read-archive.ts";
import { Pushback, packingOf, unpack } from "./unpack.ts";

interface Part {
  readonly to: string;
  readonly isLayer: boolean;
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * An accepted image as a clean `docker save` archive, streamed: a manifest of ours without tags, the configuration and
 * the unpacked layers, nothing else. Docker Engine 20.10 loads it whatever the participant handed in, and no engine
 * ever parses the participant's own archive. Digests are checked again; a file that changed since throws.
 */
export async function* dockerArchive(
  path: string,
  image: AcceptedImage,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Buffer> {
  const configName = `${image.digest.slice("sha256:".length)}.json`;
  const missing = new Map<string, Part>();
  for (const [index, name] of image.layerNames.entries()) {
    const digest = image.layerDiffIds[index] ?? "";
    missing.set(name, { to: layerName(digest), isLayer: true, digest, sizeBytes: image.layerBytes[index] ?? 0 });
  }
  missing.set(image.configName, { to: configName, isLayer: false, digest: image.digest, sizeBytes: image.configBytes });
  const manifest = Buffer.from(
    JSON.stringify([{ Config: configName, RepoTags: null, Layers: image.layerDiffIds.map(layerName) }]),
  );
  yield header("manifest.json", manifest.length);
  yield manifest;
  yield Buffer.alloc(paddingBytes(manifest.length));

  const written = new Set<string>(); // a layer may lie in the archive twice, plain and packed
  const archive = await openArchive(path, { signal: options.signal });
  try {
    for await (const entry of readArchive(archive.bytes)) {
      const name = normalise(entry.header.name.split("/")) ?? "";
      const part = entry.header.kind === "file" ? missing.get(name) : undefined;
      if (!part) continue;
      missing.delete(name);
      if (written.has(part.to)) continue;
      written.add(part.to);
      yield header(part.to, part.sizeBytes);
      yield* checked(part.isLayer ? unpacked(entry.bytes()) : entry.bytes(), part);
      yield Buffer.alloc(paddingBytes(part.sizeBytes));
      if (missing.size === 0) break;
    }
  } finally {
    await archive.close();
  }
  if (missing.size > 0) throw changed();
  yield Buffer.from(tarEnd());
}

/** Writes `dockerArchive` to a file, which is removed again if it fails. */
export async function toDockerArchive(
  path: string,
  image: AcceptedImage,
  outPath: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  try {
    await pipeline(
      Readable.from(dockerArchive(path, image, options)),
      createWriteStream(outPath, { mode: 0o600, highWaterMark: 1 << 20 }),
    );
  } catch (error) {
    await rm(outPath, { force: true });
    throw error;
  }
}

async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Pushback(source);
  const packing = packingOf(await input.peek(4));
  yield* unpack(input.rest(), packing);
}

async function* checked(source: AsyncIterable<Buffer>, part: Part): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > part.sizeBytes) throw changed();
    yield chunk;
  }
  if (sizeBytes !== part.sizeBytes || `sha256:${hash.digest("hex")}` !== part.digest) throw changed();
}

function header(name: string, sizeBytes: number): Buffer {
  return Buffer.from(encodeTarHeader({ name, sizeBytes, typeflag: "0", mode: 0o644, uid: 0, gid: 0, linkName: "" }));
}

function layerName(diffId: string): string {
  return `${diffId.slice("sha256:".length)}.tar`;
}

function changed(): RunFailure {
  return new RunFailure("platform-fault", "load", "The archive on our disk is not the one that was accepted.");
}
