import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { compress } from "./compress.ts";
import type { Compression, ImageSpec, LayerSpec } from "./image-spec.ts";
import { encodeTarHeader, paddingBytes, tarEnd } from "./tar/encode-header.ts";
import { layerTar, withParentFolders } from "./write-layer.ts";

/** What was written: digests are `sha256:` and 64 hex digits; sizes are of the uncompressed layer tars. */
export interface WrittenImage {
  readonly configDigest: string;
  readonly layers: readonly { readonly diffId: string; readonly sizeBytes: number }[];
}

interface Blob {
  readonly name: string;
  readonly sizeBytes: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

interface PreparedLayer {
  readonly diffId: string;
  readonly sizeBytes: number;
  readonly digest: string;
  readonly packedBytes: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/**
 * Writes an image as an archive that `docker load` takes (`docker`, the layout of `docker save`) or as an OCI image
 * layout in a tar (`oci`). Deterministic: every time is the epoch. Each layer is made twice, once for its digest and
 * once into the archive, so that nothing larger than a buffer is held.
 */
export async function writeImageArchive(spec: ImageSpec, outPath: string): Promise<WrittenImage> {
  const layers: PreparedLayer[] = [];
  for (const layer of withParentFolders(spec.layers)) {
    layers.push(await prepareLayer(layer, spec.compressLayers ?? "none"));
  }
  const config = Buffer.from(
    JSON.stringify({
      architecture: spec.architecture ?? "amd64",
      os: spec.os ?? "linux",
      created: "1970-01-01T00:00:00Z",
      config: spec.config ?? {},
      rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
      history: layers.map(() => ({ created: "1970-01-01T00:00:00Z", created_by: "bodymark" })),
    }),
  );
  const blobs = (spec.format === "oci" ? ociBlobs : dockerBlobs)(spec, config, layers);
  await pipeline(Readable.from(compress(archive(blobs), spec.compress ?? "none")), createWriteStream(outPath));
  return {
    configDigest: sha256(config),
    layers: layers.map(({ diffId, sizeBytes }) => ({ diffId, sizeBytes })),
  };
}

async function prepareLayer(layer: LayerSpec, how: Compression): Promise<PreparedLayer> {
  const plain = await measure(layerTar(layer));
  const bytes = () => compress(layerTar(layer), how);
  const packed = how === "none" ? plain : await measure(bytes());
  return {
    diffId: plain.digest,
    sizeBytes: plain.sizeBytes,
    digest: packed.digest,
    packedBytes: packed.sizeBytes,
    bytes,
  };
}

async function measure(source: AsyncIterable<Uint8Array>): Promise<{ digest: string; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { digest: `sha256:${hash.digest("hex")}`, sizeBytes };
}

function dockerBlobs(spec: ImageSpec, config: Buffer, layers: readonly PreparedLayer[]): Blob[] {
  const configName = `${hex(sha256(config))}.json`;
  const nameOf = (layer: PreparedLayer) => `${hex(layer.digest)}.tar`;
  const manifest = [{ Config: configName, RepoTags: spec.tags ?? [], Layers: layers.map(nameOf) }];
  return [
    memoryBlob("manifest.json", JSON.stringify(manifest)),
    memoryBlob(configName, config),
    ...layers.map((layer) => ({ name: nameOf(layer), sizeBytes: layer.packedBytes, bytes: layer.bytes })),
  ];
}

function ociBlobs(spec: ImageSpec, config: Buffer, layers: readonly PreparedLayer[]): Blob[] {
  const suffix = { none: "", gzip: "+gzip", zstd: "+zstd" }[spec.compressLayers ?? "none"];
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {
        mediaType: "application/vnd.oci.image.config.v1+json",
        digest: sha256(config),
        size: config.byteLength,
      },
      layers: layers.map(({ digest, packedBytes }) => ({
        mediaType: `application/vnd.oci.image.layer.v1.tar${suffix}`,
        digest,
        size: packedBytes,
      })),
    }),
  );
  const tag = spec.tags?.[0];
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: sha256(manifest),
        size: manifest.byteLength,
        ...(tag === undefined ? {} : { annotations: { "org.opencontainers.image.ref.name": tag } }),
      },
    ],
  };
  return [
    memoryBlob("oci-layout", JSON.stringify({ imageLayoutVersion: "1.0.0" })),
    memoryBlob("index.json", JSON.stringify(index)),
    memoryBlob(blobName(sha256(manifest)), manifest),
    memoryBlob(blobName(sha256(config)), config),
    ...layers.map((layer) => ({ name: blobName(layer.digest), sizeBytes: layer.packedBytes, bytes: layer.bytes })),
  ];
}

async function* archive(blobs: readonly Blob[]): AsyncGenerator<Uint8Array> {
  const written = new Set<string>(); // equal layers share a blob
  for (const blob of blobs) {
    if (written.has(blob.name)) continue;
    written.add(blob.name);
    const { name, sizeBytes } = blob;
    yield encodeTarHeader({ name, sizeBytes, typeflag: "0", mode: 0o644, uid: 0, gid: 0, linkName: "" });
    yield* blob.bytes();
    const padding = paddingBytes(sizeBytes);
    if (padding > 0) yield new Uint8Array(padding);
  }
  yield tarEnd();
}

function memoryBlob(name: string, content: string | Buffer): Blob {
  const buffer = Buffer.from(content);
  return {
    name,
    sizeBytes: buffer.byteLength,
    bytes: async function* () {
      yield buffer;
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function hex(digest: string): string {
  return digest.slice("sha256:".length);
}

function blobName(digest: string): string {
  return `blobs/sha256/${hex(digest)}`;
}
