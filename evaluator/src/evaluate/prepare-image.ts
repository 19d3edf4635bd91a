import { rm } from "node:fs/promises";
import { join, posix } from "node:path";
import { type Limits, type Profile, RunFailure } from "@bodymark/contracts";
import { acceptArchive, planCommand, toDockerArchive } from "@bodymark/image";
import type { Executor } from "../run/executor.ts";
import { startCommand } from "./start-command.ts";
import type { RunnableImage } from "./types.ts";

/** An image ready to run; `loaded` says that it was not in the engine before. */
export interface PreparedImage {
  image: RunnableImage;
  loaded: boolean;
}

/**
 * Checks an archive without the engine, rewrites it clean, and loads it unless the engine has it already.
 *
 * @throws RunFailure `invalid-archive`, `unsupported-image` or `image-too-large`
 */
export async function prepareArchive(
  executor: Executor,
  archivePath: string,
  options: { profile: Profile; limits: Limits; workDir: string; signal: AbortSignal },
): Promise<PreparedImage> {
  const { profile, limits, workDir, signal } = options;
  const accepted = await acceptArchive(archivePath, { profile, maxImageBytes: limits.imageBytes, signal });
  const there = await executor.findImage(accepted.digest);
  const command = startCommand(accepted.plan);
  if (there)
    return { image: { id: there.id, sizeBytes: there.sizeBytes, config: there.config, command }, loaded: false };
  const clean = join(workDir, "clean.tar");
  try {
    await toDockerArchive(archivePath, accepted, clean, { signal });
    const { id, sizeBytes } = await executor.load(clean, accepted.digest, signal);
    return { image: { id, sizeBytes, config: accepted, command }, loaded: true };
  } finally {
    await rm(clean, { force: true });
  }
}

/**
 * An image that the engine has already, by name or id; null if it has none. What acceptance finds in the layers is asked
 * of the engine here: the image need not be saved for it.
 *
 * @throws RunFailure `unsupported-image`
 */
export async function prepareNamedImage(
  executor: Executor,
  name: string,
  options: { profile: Profile; limits: Limits },
): Promise<PreparedImage | null> {
  const found = await executor.findImage(name);
  if (!found) return null;
  const { id, sizeBytes, config, platform } = found;
  if (sizeBytes > options.limits.imageBytes) {
    throw new RunFailure("image-too-large", "accept", `The image takes ${sizeBytes} bytes, more than is allowed.`);
  }
  const wanted = `linux/${process.arch === "x64" ? "amd64" : process.arch}`;
  if (platform !== wanted) {
    throw new RunFailure("unsupported-image", "accept", `The image is for ${platform}, evaluations run on ${wanted}.`);
  }
  const shells = ["/bin", "/usr/bin", "/usr/local/bin"].flatMap((folder) => [`${folder}/bash`, `${folder}/sh`]);
  const scripts = ["/workspace/predict.sh", posix.join("/", config.workingDir, "predict.sh")];
  const files = await executor.filesIn(id, [...shells, ...scripts]);
  const plan = planCommand(options.profile, config, (path) => files.has(path));
  return { image: { id, sizeBytes, config, command: startCommand(plan) }, loaded: false };
}
