import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { limitsSchema, profileSchema } from "@bodymark/contracts";
import { prepareArchive, prepareNamedImage } from "../evaluate/prepare-image.ts";
import type { RunnableImage } from "../evaluate/types.ts";
import { EngineDiskFull, EngineFault } from "../run/engine-fault.ts";
import type { WorkerContext } from "./context.ts";

/** What of a submission says which image it is and what it may be. */
interface ImageOf {
  id: string;
  imageDigest: string | null;
  upload: { objectKey: string | null; sha256: string | null };
  phase: { profile: string; limits: unknown };
}

/**
 * Brings a submission's image into this worker's engine, to stay there until `release`, and says how to start it. Where
 * the engine's disk is full, images that nobody uses make room, once.
 */
export async function loadImage(
  context: WorkerContext,
  submission: ImageOf,
  signal: AbortSignal,
): Promise<{ image: RunnableImage; release: () => void }> {
  const bring = async () => {
    const image = await findOrLoad(context, submission, signal);
    return { image, release: await context.shelf.hold(image.id) };
  };
  try {
    return await bring();
  } catch (error) {
    if (!(error instanceof EngineDiskFull)) throw error;
    const unloaded = await context.shelf.shrink(0);
    if (unloaded.length === 0) throw error;
    context.log.warn({ unloaded }, "the engine's disk was full: images that are not in use were unloaded");
    return await bring();
  }
}

/**
 * An image that the engine has already is taken as it is. Else the archive is checked again, since this may be another
 * machine than the one that accepted it, and the engine gets a clean archive of our own writing.
 */
async function findOrLoad(context: WorkerContext, submission: ImageOf, signal: AbortSignal): Promise<RunnableImage> {
  const { executor, cache } = context;
  const { imageDigest, upload, phase } = submission;
  const profile = profileSchema.parse(phase.profile);
  const limits = limitsSchema.parse(phase.limits);
  const there = imageDigest ? await prepareNamedImage(executor, imageDigest, { profile, limits }) : null;
  if (there) return there.image;

  if (!upload.objectKey || !upload.sha256) throw new Error(`submission ${submission.id} has no archive`);
  const workDir = join(context.workDir, "images", submission.id);
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  const archive = await cache.hold({ key: upload.objectKey, sha256: upload.sha256 }, ".image", signal);
  try {
    const { image } = await prepareArchive(executor, archive.path, { profile, limits, workDir, signal });
    if (imageDigest !== null && imageDigest !== image.id) {
      throw new EngineFault(`the stored archive is now ${image.id}, not ${imageDigest}`);
    }
    return image;
  } finally {
    await archive.release();
    await rm(workDir, { recursive: true, force: true });
  }
}
