import { RunFailure } from "@bodymark/contracts";
import { createFileLookup } from "./image-files.ts";
import { type AcceptOptions, DEFAULT_CAPS } from "./limits.ts";
import { type CommandPlan, planCommand } from "./plan-command.ts";
import { readImage } from "./read-image.ts";
import { invalidArchive, unsupportedImage } from "./refuse.ts";
import { scanArchive } from "./scan-archive.ts";

/** An image that may be loaded, and what is known of it before. */
export interface AcceptedImage {
  /** `sha256:` of its configuration: the id by which the engine will know it. */
  digest: string;
  format: "docker" | "oci";
  sizeBytes: number;
  expandedBytes: number;
  architecture: string;
  user: string;
  workingDir: string;
  entrypoint: readonly string[];
  cmd: readonly string[];
  env: readonly string[];
  volumes: readonly string[];
  layers: number;
  plan: CommandPlan;
  configName: string;
  layerNames: readonly string[];
  /** Uncompressed size of each layer. */
  layerBytes: readonly number[];
}

const MAX_ENVIRONMENT_BYTES = 256 * 1024;
const NODE_TO_GO: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * Checks an image archive (`docker save` or OCI, plain, gzip or zstd) before any engine sees it, streaming, under caps
 * on bytes, ratio, entries and layers.
 * @throws RunFailure `invalid-archive`, `unsupported-image` or `image-too-large`, with a sentence for the participant
 */
export async function acceptArchive(path: string, options: AcceptOptions): Promise<AcceptedImage> {
  try {
    const archive = await scanArchive(path, options);
    const image = readImage(archive);
    const maxLayers = options.maxLayers ?? DEFAULT_CAPS.maxLayers;
    if (image.layers.length > maxLayers) {
      throw unsupportedImage(
        `The image has ${image.layers.length} layers, the engine takes ${maxLayers}. Join RUN and COPY lines in the Dockerfile.`,
      );
    }
    const wanted = options.architecture ?? NODE_TO_GO[process.arch] ?? process.arch;
    const { architecture, os, config } = image.config;
    if (os !== "linux" || architecture !== wanted) {
      throw unsupportedImage(
        `The image is for ${os}/${architecture}, evaluations run on linux/${wanted}. Build it with \`docker build --platform linux/${wanted}\`.`,
      );
    }
    const env = config?.Env ?? [];
    if (env.some((v) => v.includes("\0")) || env.reduce((sum, v) => sum + v.length, 0) > MAX_ENVIRONMENT_BYTES) {
      throw unsupportedImage("The image's environment is too large, or holds a zero byte. Set fewer ENV variables.");
    }
    const command = {
      workingDir: config?.WorkingDir ?? "",
      entrypoint: config?.Entrypoint ?? [],
      cmd: config?.Cmd ?? [],
    };
    if (
      [command.workingDir, config?.User ?? "", ...command.entrypoint, ...command.cmd].some((text) =>
        text.includes("\0"),
      )
    ) {
      throw unsupportedImage("The image's configuration holds a zero byte.");
    }
    return {
      digest: image.configDigest,
      format: image.format,
      sizeBytes: archive.packedBytes,
      expandedBytes: image.layers.reduce((sum, layer) => sum + layer.expandedBytes, 0),
      architecture,
      user: config?.User ?? "",
      ...command,
      env,
      volumes: Object.keys(config?.Volumes ?? {}),
      layers: image.layers.length,
      plan: planCommand(options.profile, command, createFileLookup(image.layers)),
      configName: image.configName,
      layerNames: image.layerNames,
      layerBytes: image.layers.map((layer) => layer.expandedBytes),
    };
  } catch (error) {
    if (error instanceof RunFailure || options.signal?.aborted) throw error;
    if (isReadError(error)) throw error;
    throw invalidArchive(
      "The file is damaged or incomplete: it ends early, or is not a tar archive. Save the image again and upload the new file.",
      { cause: error },
    );
  }
}

/** A fault of our own disk is not the participant's. */
function isReadError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "code" in error && error.code !== "ERR_STREAM_PREMATURE_CLOSE";
}
