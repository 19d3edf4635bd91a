import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { limitsSchema, profileSchema } from "@bodymark/contracts";
import { acceptArchive, toDockerArchive } from "@bodymark/image";
import { toRunnableImage } from "../evaluate/to-runnable-image.ts";
import type { RunnableImage } from "../evaluate/types.ts";
import { EngineFault } from "../run/engine-fault.ts";
import type { WorkerContext } from "./context.ts";

/**
 * Brings a submission's image into this worker's engine and says how to start it. The archive is checked again, since
 * this may be another machine than the one that accepted it, and the engine gets a clean archive of our own writing.
 */
export async function loadImage(
  context: WorkerContext,
  submission: {
    id: string;
    imageDigest: string | null;
    upload: { objectKey: string | null };
    phase: { profile: string; limits: unknown };
  },
  signal: AbortSignal,
): Promise<RunnableImage> {
  if (!submission.upload.objectKey) throw new Error(`submission ${submission.id} has no archive`);
  const folder = join(context.workDir, "images", submission.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const archivePath = join(folder, "archive");
    await context.store.copyToFile(submission.upload.objectKey, archivePath, { signal });
    const accepted = await acceptArchive(archivePath, {
      profile: profileSchema.parse(submission.phase.profile),
      maxImageBytes: limitsSchema.parse(submission.phase.limits).imageBytes,
      signal,
    });
    if (submission.imageDigest !== null && submission.imageDigest !== accepted.digest) {
      throw new EngineFault(`the stored archive is now ${accepted.digest}, not ${submission.imageDigest}`);
    }
    const there = await context.executor.findImage(accepted.digest);
    if (there) return toRunnableImage(accepted, there);
    const cleanPath = join(folder, "clean.tar");
    await toDockerArchive(archivePath, accepted, cleanPath, { signal });
    const loaded = await context.executor.load(cleanPath, accepted.digest, signal);
    return toRunnableImage(accepted, loaded);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
