import { z } from "zod";
import { parseDocument, refuseOtherSpellings } from "./parse-document.ts";
import { type Content, type Contents, normalise, type ScannedLayer } from "./read-contents.ts";
import { invalidArchive, quote, SAVE_AGAIN, unsupportedImage } from "./refuse.ts";

/** The one image of an archive: where its configuration and layers are, lowest layer first. */
export interface FoundImage {
  readonly format: "docker" | "oci";
  readonly configName: string;
  readonly config: Buffer;
  readonly configDigest: string;
  readonly layers: readonly (ScannedLayer & { readonly name: string })[];
}

export interface Platform {
  readonly architecture: string;
  readonly os: string;
}

type FileContent = Extract<Content, { kind: "file" }>;

const MAX_LINKS = 10;
const MAX_INDEX_DEPTH = 3;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const dockerManifestSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).nullish() }));
const layoutSchema = z.object({ imageLayoutVersion: z.string() });
const descriptorSchema = z.object({
  mediaType: z.string().optional(),
  digest: z.string(),
  size: z.number(),
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
});
type Descriptor = z.infer<typeof descriptorSchema>;
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const platformSchema = z.object({ architecture: z.string().optional(), os: z.string().optional() });

/** Finds the archive's image and checks that all its parts are there and are what their digests say. */
export function findImage(contents: Contents, wanted: Platform): FoundImage {
  for (const [name, content] of contents) {
    if (content.kind === "file" && name.startsWith("blobs/sha256/")) verify(content, `sha256:${name.slice(13)}`, name);
  }
  if (contents.has("manifest.json")) return findDockerImage(contents);
  parseDocument(document(contents, "oci-layout"), "oci-layout", layoutSchema);
  return findOciImage(contents, wanted);
}

function findDockerImage(contents: Contents): FoundImage {
  const manifest = parseDocument(document(contents, "manifest.json"), "manifest.json", dockerManifestSchema);
  const [image] = manifest;
  if (image === undefined) throw invalidArchive(`The archive's manifest.json lists no image: ${SAVE_AGAIN}.`);
  if (manifest.length > 1) throw severalImages(manifest.length);
  refuseOtherSpellings(image, ["Config", "Layers"], "manifest.json");
  const config = document(contents, image.Config);
  const configContent = file(contents, image.Config);
  const named = /(?:^|\/)(?:sha256[:-])?([0-9a-f]{64})(?:\.json)?$/.exec(image.Config)?.[1];
  if (named) verify(configContent, `sha256:${named}`, image.Config);
  return {
    format: "docker",
    configName: locate(contents, image.Config),
    config,
    configDigest: configContent.digest,
    layers: (image.Layers ?? []).map((name) => layer(contents, name)),
  };
}

function findOciImage(contents: Contents, wanted: Platform): FoundImage {
  const images = new Map<string, Descriptor>();
  collectImages(contents, document(contents, "index.json"), "index.json", images, 0);
  const descriptor = chooseImage(contents, [...images.values()], wanted);
  const manifestName = blobName(descriptor);
  const manifest = parseDocument(document(contents, manifestName), manifestName, manifestSchema);
  const configName = checkedBlob(contents, manifest.config);
  return {
    format: "oci",
    configName,
    config: document(contents, configName),
    configDigest: manifest.config.digest,
    layers: manifest.layers.map((part) => layer(contents, checkedBlob(contents, part))),
  };
}

/** Every image below an index by its digest, without the attestations that BuildKit puts beside them. */
function collectImages(
  contents: Contents,
  bytes: Buffer,
  name: string,
  into: Map<string, Descriptor>,
  depth: number,
): void {
  if (depth > MAX_INDEX_DEPTH) throw invalidArchive(`The archive's indexes are nested too deeply: ${SAVE_AGAIN}.`);
  for (const descriptor of parseDocument(bytes, name, indexSchema).manifests) {
    if (descriptor.annotations?.["vnd.docker.reference.type"] === "attestation-manifest") continue;
    const blob = blobName(descriptor);
    if (descriptor.mediaType?.includes("index") || descriptor.mediaType?.includes("manifest.list")) {
      collectImages(contents, document(contents, checkedBlob(contents, descriptor)), blob, into, depth + 1);
    } else into.set(descriptor.digest, descriptor);
  }
}

/** The only image, or of one image's builds for several platforms the one that runs here. */
function chooseImage(contents: Contents, images: readonly Descriptor[], wanted: Platform): Descriptor {
  const [first] = images;
  if (first === undefined) throw invalidArchive(`The archive's index.json lists no image: ${SAVE_AGAIN}.`);
  if (images.length === 1) {
    checkedBlob(contents, first);
    return first;
  }
  // A saved multi-platform image may list builds that were never pulled and are not in the archive.
  const present = images.filter((image) => contents.has(blobName(image)));
  const platforms = present.map((image) => ({ image, platform: image.platform ?? platformOf(contents, image) }));
  const fitting = platforms.filter(
    ({ platform }) => platform.architecture === wanted.architecture && platform.os === wanted.os,
  );
  const [only] = fitting;
  if (only && fitting.length === 1) {
    checkedBlob(contents, only.image);
    return only.image;
  }
  if (fitting.length > 1) throw severalImages(fitting.length);
  const found = platforms.slice(0, 5).map(({ platform }) => quote(`${platform.os}/${platform.architecture}`));
  throw unsupportedImage(
    `The archive holds no image for ${wanted.os}/${wanted.architecture}, only for ${found.join(", ") || "none"}: build with \`--platform ${wanted.os}/${wanted.architecture}\`.`,
  );
}

function platformOf(contents: Contents, image: Descriptor): Platform {
  const name = checkedBlob(contents, image);
  const { config } = parseDocument(document(contents, name), name, manifestSchema);
  const configName = checkedBlob(contents, config);
  const { architecture, os } = parseDocument(document(contents, configName), configName, platformSchema);
  return { architecture: architecture ?? "", os: os ?? "" };
}

function layer(contents: Contents, name: string): ScannedLayer & { name: string } {
  const found = file(contents, name);
  if (found.layer) return { ...found.layer, name: locate(contents, name) };
  throw invalidArchive(`The layer ${quote(name)} is not a tar, plain or packed with gzip or zstd: ${SAVE_AGAIN}.`);
}

function document(contents: Contents, name: string): Buffer {
  const { bytes } = file(contents, name);
  if (bytes) return bytes;
  throw invalidArchive(`${quote(name)} in the archive should be a short JSON text but is not: ${SAVE_AGAIN}.`);
}

function file(contents: Contents, name: string): FileContent {
  const content = contents.get(locate(contents, name));
  if (content?.kind === "file") return content;
  throw invalidArchive(
    `The archive lacks ${quote(name)}, which its description names: it is incomplete, ${SAVE_AGAIN}.`,
  );
}

/** The name under which a part really lies; `docker save` of older engines links equal layers to one another. */
function locate(contents: Contents, name: string): string {
  const parts = name.split("/");
  let at = name.startsWith("/") || parts.includes("..") ? undefined : normalise(parts);
  if (at === undefined) {
    throw invalidArchive(`The archive's description names ${quote(name)}, which lies outside of it: ${SAVE_AGAIN}.`);
  }
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const content = contents.get(at);
    if (content?.kind !== "link") return at;
    at = content.target;
  }
  throw invalidArchive(`The archive's links lead from ${quote(name)} to nowhere: ${SAVE_AGAIN}.`);
}

function checkedBlob(contents: Contents, descriptor: Descriptor): string {
  const name = blobName(descriptor);
  const blob = file(contents, name);
  verify(blob, descriptor.digest, name);
  if (blob.sizeBytes !== descriptor.size) {
    throw invalidArchive(
      `${quote(name)} has ${blob.sizeBytes} bytes but its description says ${descriptor.size}, the archive is damaged: ${SAVE_AGAIN}.`,
    );
  }
  return name;
}

function blobName({ digest }: Descriptor): string {
  if (DIGEST.test(digest)) return `blobs/sha256/${digest.slice(7)}`;
  throw invalidArchive(`The archive names a part by ${quote(digest)}, which is not a SHA-256 digest: ${SAVE_AGAIN}.`);
}

function verify(content: FileContent, digest: string, name: string): void {
  if (content.digest === digest) return;
  throw invalidArchive(
    `${quote(name)} does not have the digest that it is named by, the archive is damaged: ${SAVE_AGAIN}.`,
  );
}

function severalImages(count: number) {
  return invalidArchive(
    `The archive holds ${count} images but must hold one: save a single image with \`docker save IMAGE | gzip > image.tar.gz\`.`,
  );
}
