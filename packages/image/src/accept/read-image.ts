import { z } from "zod";
import { invalidArchive, unsupportedImage } from "./refuse.ts";
import type { ArchiveEntry, ScannedArchive } from "./scan-archive.ts";
import type { LayerFacts } from "./scan-layer.ts";

const manifestSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).nullable() }));
const descriptorSchema = z.object({
  mediaType: z.string().optional(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
});
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const ociManifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });

const strings = z.array(z.string()).nullish();
export const configSchema = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z
    .object({
      User: z.string().nullish(),
      Env: strings,
      Entrypoint: strings,
      Cmd: strings,
      WorkingDir: z.string().nullish(),
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      OnBuild: strings,
    })
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()) }),
});
export type ImageConfigFile = z.infer<typeof configSchema>;

export interface FoundImage {
  format: "docker" | "oci";
  configName: string;
  configBytes: Buffer;
  configDigest: string;
  config: ImageConfigFile;
  /** Names in the archive, lowest layer first; one may stand several times. */
  layerNames: string[];
  layers: LayerFacts[];
}

/** Finds the one image of an archive, and checks that its parts are there and are what they say. */
export function readImage(archive: ScannedArchive): FoundImage {
  const found = archive.files.has("manifest.json")
    ? readDocker(archive)
    : archive.files.has("index.json")
      ? readOci(archive)
      : null;
  if (!found) throw notAnImage(archive);
  const { config, layers } = found;
  const ids = config.rootfs.diff_ids;
  if (layers.length === 0) throw unsupportedImage("The image has no layers, so there is nothing in it to run.");
  if (ids.length !== layers.length)
    throw invalidArchive(`The image's configuration names ${ids.length} layers, the archive holds ${layers.length}.`);
  for (const [i, layer] of layers.entries()) {
    if (layer.diffId !== ids[i])
      throw invalidArchive(
        `Layer ${i + 1} of the image is not the one that its configuration names; the archive is damaged.`,
      );
  }
  return found;
}

function readDocker(archive: ScannedArchive): FoundImage {
  const manifest = parse(archive, "manifest.json", manifestSchema);
  if (manifest.length === 0) throw invalidArchive("The archive's manifest is empty: it holds no image.");
  if (manifest.length > 1)
    throw invalidArchive(`The archive holds ${manifest.length} images. Save exactly one: \`docker save IMAGE\`.`);
  const [image] = manifest;
  if (!image) throw invalidArchive("The archive's manifest is empty: it holds no image.");
  const configName = resolveLink(archive, image.Config);
  const config = fileOf(archive, configName, "configuration");
  const digest = `sha256:${config.sha256}`;
  const named = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(image.Config)?.[1];
  if (named && named !== config.sha256)
    throw invalidArchive("The image's configuration is not the one that its name says; the archive is damaged.");
  return finish(archive, "docker", configName, digest, image.Layers ?? []);
}

function readOci(archive: ScannedArchive): FoundImage {
  const images = parse(archive, "index.json", indexSchema).manifests.filter((m) => m.platform?.os !== "unknown");
  let descriptor = single(images);
  if (descriptor.mediaType?.includes("index") || descriptor.mediaType?.includes("manifest.list")) {
    const nested = parse(archive, blob(descriptor.digest), indexSchema).manifests.filter(
      (m) => m.platform?.os !== "unknown",
    );
    descriptor = single(nested);
  }
  const manifest = parse(archive, blob(descriptor.digest), ociManifestSchema);
  for (const { digest } of [descriptor, manifest.config, ...manifest.layers]) {
    const entry = fileOf(archive, blob(digest), "part");
    if (`sha256:${entry.sha256}` !== digest)
      throw invalidArchive(`The part ${digest.slice(0, 19)}… of the archive is damaged.`);
  }
  return finish(
    archive,
    "oci",
    blob(manifest.config.digest),
    manifest.config.digest,
    manifest.layers.map((l) => blob(l.digest)),
  );
}

function single<T>(images: readonly T[]): T {
  const [first, ...others] = images;
  if (first === undefined) throw invalidArchive("The archive's index is empty: it holds no image.");
  if (others.length > 0)
    throw invalidArchive(`The archive holds ${images.length} images. Save exactly one, for one platform: linux/amd64.`);
  return first;
}

function finish(
  archive: ScannedArchive,
  format: FoundImage["format"],
  configName: string,
  configDigest: string,
  rawLayers: readonly string[],
): FoundImage {
  const entry = fileOf(archive, configName, "configuration");
  const layerNames = rawLayers.map((name) => resolveLink(archive, name));
  const layers = layerNames.map((name) => {
    const { layer } = fileOf(archive, name, "layer");
    if (!layer) throw invalidArchive(`The layer “${name.slice(0, 80)}” of the image is not a tar file.`);
    return layer;
  });
  if (!entry.bytes) throw invalidArchive("The image's configuration is too large to be one.");
  return {
    format,
    configName,
    configBytes: entry.bytes,
    configDigest,
    config: parse(archive, configName, configSchema),
    layerNames,
    layers,
  };
}

function blob(digest: string): string {
  return `blobs/sha256/${digest.slice("sha256:".length)}`;
}

function resolveLink(archive: ScannedArchive, name: string): string {
  let current = name.replace(/^\.\//, "");
  for (let i = 0; i < 8; i++) {
    const next = archive.links.get(current);
    if (next === undefined) return current;
    current = next;
  }
  throw invalidArchive("The archive holds a chain of links without an end.");
}

function fileOf(archive: ScannedArchive, name: string, what: string): ArchiveEntry {
  const entry = archive.files.get(name);
  if (!entry) throw invalidArchive(`The image's ${what} “${name.slice(0, 80)}” is missing from the archive.`);
  return entry;
}

function parse<T>(archive: ScannedArchive, name: string, schema: z.ZodType<T>): T {
  const { bytes } = fileOf(archive, name, "file");
  if (!bytes) throw invalidArchive(`“${name}” in the archive is too large to be what its name says.`);
  try {
    return schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw invalidArchive(`“${name}” in the archive cannot be read as what its name says.`, { cause });
  }
}

function notAnImage(archive: ScannedArchive): Error {
  const names = [...archive.files.keys()];
  if (
    names.some((n) => /^(bin|etc|usr|lib)\//.test(n)) ||
    [...archive.links.keys()].some((n) => n === "bin" || n === "lib")
  ) {
    return invalidArchive(
      "This is a file system, as `docker export` writes it. Save the image instead: `docker save IMAGE | gzip > image.tar.gz`.",
    );
  }
  if (names.some((n) => /(^|\/)Dockerfile$/.test(n))) {
    return invalidArchive(
      "This is a build folder with a Dockerfile. Build it, then save the image: `docker save IMAGE | gzip > image.tar.gz`.",
    );
  }
  return invalidArchive(
    "The file holds no image: neither `manifest.json` nor `index.json` is in it. Make it with `docker save`.",
  );
}
