import { stat } from "node:fs/promises";
import { RunFailure } from "@bodymark/contracts";
import { isTarHeader, isZero, TarError } from "../tar/tar-reader.ts";
import { Pushback, UnpackError } from "../unpack.ts";
import { ACCEPT_DEFAULTS, type AcceptOptions, ownArchitecture } from "./accept-options.ts";
import { explainNoImage, explainNoTar, explainStart } from "./explain.ts";
import { isFile } from "./file-tree.ts";
import { type FoundImage, findImage } from "./find-image.ts";
import { Meter } from "./meter.ts";
import { openArchive } from "./open-archive.ts";
import { type CommandPlan, planCommand } from "./plan-command.ts";
import { type ImageSettings, type ReadConfig, readConfig } from "./read-config.ts";
import { readContents } from "./read-contents.ts";
import { invalidArchive, SAVE_AGAIN, unsupportedImage } from "./refuse.ts";

/** An image that `toDockerArchive` may hand to an engine, and what the runner must know of it. */
export interface AcceptedImage extends ImageSettings {
  /** SHA-256 of the image's configuration: the ID by which Docker Engine will know it. */
  readonly digest: string;
  readonly format: "docker" | "oci";
  /** The file's size, and that of its layers unpacked. */
  readonly sizeBytes: number;
  readonly expandedBytes: number;
  readonly layers: number;
  readonly plan: CommandPlan;
  /** Where configuration and layers lie in the archive, lowest layer first, with the layers' unpacked sizes and digests. */
  readonly configName: string;
  readonly configBytes: number;
  readonly layerNames: readonly string[];
  readonly layerBytes: readonly number[];
  readonly layerDiffIds: readonly string[];
}

/**
 * Checks a `docker save` or OCI archive (plain, gzip or zstd) in one streaming pass, before any engine sees it.
 * Throws a `RunFailure` of stage `accept` whose message says what was found and what to do; an aborted `signal` throws
 * its reason.
 */
export async function acceptArchive(path: string, options: AcceptOptions): Promise<AcceptedImage> {
  try {
    return await accept(path, options);
  } catch (error) {
    if (error instanceof RunFailure || options.signal?.aborted) throw error;
    if (error instanceof UnpackError || error instanceof TarError) {
      throw invalidArchive(
        `The archive cannot be read to its end, ${reason(error)}: upload it again, or ${SAVE_AGAIN}.`,
        error,
      );
    }
    throw new RunFailure("platform-fault", "accept", "The archive could not be read from our disk.", { cause: error });
  }
}

function reason(error: Error): string {
  return error instanceof TarError ? error.message : "it is damaged or cut short";
}

async function accept(path: string, options: AcceptOptions): Promise<AcceptedImage> {
  const settings = { architecture: ownArchitecture(), ...ACCEPT_DEFAULTS, ...options };
  const { size: totalBytes } = await stat(path);
  const meter = new Meter(settings, totalBytes);
  let readBytes = 0;
  const onRead = (bytes: number) => {
    readBytes += bytes;
    options.onProgress?.({ readBytes, totalBytes });
  };
  const archive = await openArchive(path, { signal: options.signal, onRead });
  try {
    const explanation = explainStart(archive.start);
    if (explanation) throw invalidArchive(explanation);
    const plain = new Pushback(metered(archive.bytes, meter));
    const start = await plain.peek(512);
    if (!isTarHeader(start) && !(start.length === 512 && isZero(start)))
      throw invalidArchive(explainNoTar(await plain.peek(2048)));
    const contents = await readContents(plain.rest(), meter);
    if (!contents.has("manifest.json") && !(contents.has("index.json") && contents.has("oci-layout"))) {
      throw invalidArchive(explainNoImage(contents));
    }
    const image = findImage(contents, settings);
    const config = readConfig(image.config, image.configName, settings);
    checkLayers(image, config.diffIds, settings.maxLayers);
    const files = image.layers.map((layer) => layer.files);
    const plan = planCommand(settings.profile, config.settings, (wanted) => isFile(files, wanted));
    return describe(image, config, plan, totalBytes);
  } finally {
    await archive.close();
  }
}

async function* metered(source: AsyncIterable<Buffer>, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    meter.countArchive(chunk.length);
    yield chunk;
  }
}

function checkLayers({ layers }: FoundImage, diffIds: readonly string[], maxLayers: number): void {
  if (layers.length === 0)
    throw unsupportedImage(
      "The image has no layers, so it holds no files: build it from a Dockerfile that copies your algorithm into it.",
    );
  if (layers.length > maxLayers) {
    throw unsupportedImage(
      `The image has ${layers.length} layers but the engine takes ${maxLayers}: join RUN lines in the Dockerfile or build with \`--squash\`.`,
    );
  }
  if (layers.length !== diffIds.length) {
    throw invalidArchive(
      `The archive holds ${layers.length} layers but the image has ${diffIds.length}: ${SAVE_AGAIN}.`,
    );
  }
  const wrong = layers.findIndex((layer, index) => layer.diffId !== diffIds[index]);
  if (wrong >= 0) {
    throw invalidArchive(
      `Layer ${wrong + 1} does not have the digest that the image's configuration names, it is damaged: ${SAVE_AGAIN}.`,
    );
  }
}

function describe(
  image: FoundImage,
  { settings, diffIds }: ReadConfig,
  plan: CommandPlan,
  sizeBytes: number,
): AcceptedImage {
  return {
    ...settings,
    digest: image.configDigest,
    format: image.format,
    sizeBytes,
    expandedBytes: image.layers.reduce((sum, layer) => sum + layer.sizeBytes, 0),
    layers: image.layers.length,
    plan,
    configName: image.configName,
    configBytes: image.config.length,
    layerNames: image.layers.map(({ name }) => name),
    layerBytes: image.layers.map((layer) => layer.sizeBytes),
    layerDiffIds: diffIds,
  };
}
