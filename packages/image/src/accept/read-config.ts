import { posix } from "node:path";
import { z } from "zod";
import type { Platform } from "./find-image.ts";
import { parseDocument, refuseOtherSpellings } from "./parse-document.ts";
import { invalidArchive, quote, SAVE_AGAIN, unsupportedImage } from "./refuse.ts";

const words = z.union([z.array(z.string()), z.string().transform((word) => [word])]).nullish();
const configSchema = z.object({
  architecture: z.string().nullish(),
  os: z.string().nullish(),
  rootfs: z.object({ type: z.string().nullish(), diff_ids: z.array(z.string()).nullish() }).nullish(),
  config: z
    .object({
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      Entrypoint: words,
      Cmd: words,
      Env: z.array(z.string()).nullish(),
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
      OnBuild: z.array(z.string()).nullish(),
      StopSignal: z.string().nullish(),
    })
    .nullish(),
});
const KEYS = ["architecture", "os", "rootfs", "config"];
const CONFIG_KEYS = [
  ...["User", "WorkingDir", "Entrypoint", "Cmd", "Env"],
  ...["Volumes", "Healthcheck", "OnBuild", "StopSignal"],
];

const MAX_WORD_BYTES = 128 * 1024 - 1; // the kernel's MAX_ARG_STRLEN, with its ending zero
const MAX_WORDS_BYTES = 1024 * 1024; // half of the 2 MiB that the kernel gives arguments and environment

/** What an image says of itself. */
export interface ImageSettings {
  readonly architecture: string;
  readonly os: string;
  /** As the image wrote it; empty is root. */
  readonly user: string;
  /** Absolute and clean, whatever the image wrote. */
  readonly workingDir: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly volumes: readonly string[];
  readonly hasHealthcheck: boolean;
  readonly stopSignal: string | null;
}

export interface ReadConfig {
  readonly settings: ImageSettings;
  /** Digests of the unpacked layers, lowest first. */
  readonly diffIds: readonly string[];
}

/** Reads an image's configuration and refuses what could not run here; what the runner overrides is only reported. */
export function readConfig(bytes: Buffer, name: string, wanted: Platform): ReadConfig {
  const image = parseDocument(bytes, name, configSchema);
  const raw: { config?: object; rootfs?: object } = JSON.parse(bytes.toString("utf8"));
  refuseOtherSpellings(raw, KEYS, name);
  refuseOtherSpellings(raw.config ?? {}, CONFIG_KEYS, name);
  refuseOtherSpellings(raw.rootfs ?? {}, ["diff_ids"], name);
  // Images without a platform exist; the engine takes them for its own.
  const architecture = image.architecture || wanted.architecture;
  const os = image.os || wanted.os;
  if (architecture !== wanted.architecture || os !== wanted.os) {
    throw unsupportedImage(
      `The image is for ${quote(`${os}/${architecture}`)} but runs here on ${wanted.os}/${wanted.architecture}: build with \`--platform ${wanted.os}/${wanted.architecture}\`.`,
    );
  }
  const config = image.config ?? {};
  const env = config.Env ?? [];
  const entrypoint = config.Entrypoint ?? [];
  const cmd = config.Cmd ?? [];
  const volumes = Object.keys(config.Volumes ?? {});
  const user = config.User ?? "";
  const workdir = config.WorkingDir ?? "";
  refuseUnusableWords([...env, ...entrypoint, ...cmd, user, workdir, ...volumes]);
  const diffIds = image.rootfs?.diff_ids ?? [];
  if (!diffIds.every((id) => /^sha256:[0-9a-f]{64}$/.test(id))) {
    throw invalidArchive(
      `The image's configuration names its layers by something else than SHA-256 digests: ${SAVE_AGAIN}.`,
    );
  }
  const settings = {
    architecture,
    os,
    user,
    workingDir: posix.join("/", workdir).replace(/(?<=.)\/$/, ""),
    entrypoint,
    cmd,
    env,
    volumes,
    hasHealthcheck: (config.Healthcheck?.Test ?? []).some((word) => word !== "NONE"),
    stopSignal: config.StopSignal || null,
  };
  return { settings, diffIds };
}

function refuseUnusableWords(all: readonly string[]): void {
  let bytes = 0;
  for (const word of all) {
    if (word.includes("\0")) {
      throw unsupportedImage(
        "The image's environment or command holds a zero byte, with which no process starts: remove it from the Dockerfile.",
      );
    }
    const length = Buffer.byteLength(word);
    bytes += length;
    if (length > MAX_WORD_BYTES || bytes > MAX_WORDS_BYTES) {
      throw unsupportedImage(
        "The image's environment or command is longer than Linux takes (128 KiB each, 1 MiB together): shorten it in the Dockerfile.",
      );
    }
  }
}
