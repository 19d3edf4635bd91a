import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { limitsSchema, profileSchema } from "@bodymark/contracts";
import { prepareArchive, prepareNamedImage } from "../evaluate/prepare-image.ts";
import type { RunnableImage } from "../evaluate/types.ts";
import { EngineFault } from "../run/engine-fault.ts";
import type { WorkerContext } from "./context.ts";

/**
 * Brings a submission's image into this worker's engine and says how to start it. One that the engine has already is
 * taken as it is. Else the archive is checked again, since this may be another machine than the one that accepted it,
 * and the engine gets a clean archive of our own writing.
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
  const { executor, store } = context;
  const profile = profileSchema.parse(submission.phase.profile);
  const limits = limitsSchema.parse(submission.phase.limits);
  const there = submission.imageDigest
    ? await prepareNamedImage(executor, submission.imageDigest, { profile, limits })
    : null;
  if (there) return there.image;

  if (!submission.upload.objectKey) throw new Error(`submission ${submission.id} has no archive`);
  const folder = join(context.workDir, "images", submission.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const archivePath = join(folder, "archive");
    await store.copyToFile(submission.upload.objectKey, archivePath, { signal });
    const { image } = await prepareArchive(executor, archivePath, { profile, limits, workDir: folder, signal });
    if (submission.imageDigest !== null && submission.imageDigest !== image.id) {
      throw new EngineFault(`the stored archive is now ${image.id}, not ${submission.imageDigest}`);
    }
    return image;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
