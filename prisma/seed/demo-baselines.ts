import { createReadStream } from "node:fs";
import { notifySubmission } from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { hashStream, type ObjectStore } from "@bodymark/storage";

export interface BaselineImage {
  variant: "accurate" | "fast";
  archivePath: string;
}

const WORDS = {
  accurate: {
    algorithm: "Likelihood baseline",
    description:
      "Class likelihoods from smoothed intensities and position in the body, fitted on phantom training cases, run as an ONNX model by onnxruntime. A floor to rise above, not a recommendation.",
  },
  fast: {
    algorithm: "Likelihood baseline, fast",
    description: "The same model family on a coarser grid: several times faster, and it shows.",
  },
} as const;

/** The baselines' team hands both images in to both phases: first what fills each board, then the rest. */
export async function submitBaselines(
  db: Database,
  store: ObjectStore,
  queue: WakeQueue,
  demo: { challengeId: string; debugId: string; finalId: string; ownerId: string },
  images: readonly BaselineImage[],
): Promise<void> {
  const teamId = newId("team");
  await db.team.create({
    data: {
      id: teamId,
      challengeId: demo.challengeId,
      name: "Bodymark baselines",
      rulesAcceptedAt: new Date(),
      members: { create: { userId: demo.ownerId, challengeId: demo.challengeId, role: "owner" } },
    },
  });
  for (const { variant, archivePath } of images) {
    const upload = await storeImage(db, store, demo.ownerId, variant, archivePath);
    for (const phaseId of [demo.debugId, demo.finalId]) {
      const id = newId("submission");
      const evaluationId = newId("evaluation");
      await db.$transaction(async (tx) => {
        await tx.submission.create({
          data: {
            id,
            phaseId,
            teamId,
            createdById: demo.ownerId,
            uploadId: upload.id,
            ...WORDS[variant],
            method: {
              architecture: "Gaussian likelihoods on a feature pyramid",
              preTraining: "none",
              licence: "Apache-2.0",
            },
            baseline: true,
            charged: false,
            receivedAt: upload.completedAt,
          },
        });
        await tx.evaluation.create({ data: { id: evaluationId, submissionId: id, attempt: 1 } });
        await queue.wake(tx, "check", evaluationId);
        await notifySubmission(tx, id);
      });
    }
  }
}

async function storeImage(
  db: Database,
  store: ObjectStore,
  ownerId: string,
  variant: string,
  archivePath: string,
): Promise<{ id: string; completedAt: Date }> {
  const { sha256, sizeBytes } = await hashStream(createReadStream(archivePath));
  const objectKey = `images/sha256/${sha256}`;
  await store.put(objectKey, { path: archivePath }, { sha256, contentType: "application/x-tar" });
  const completedAt = new Date();
  const id = newId("upload");
  await db.upload.create({
    data: {
      id,
      ownerId,
      fileName: `baseline-${variant}.tar`,
      sizeBytes: BigInt(sizeBytes),
      offsetBytes: BigInt(sizeBytes),
      sha256,
      objectKey,
      state: "complete",
      completedAt,
      expiresAt: completedAt,
    },
  });
  return { id, completedAt };
}
