import { type LabelMap, limitsSchema, methodSchema, newId } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { z } from "zod";
import { databaseNow } from "./database-clock.ts";
import { refuseBeforeGate, refuseOutsidePhase, refuseOverQuota, requireEntrant } from "./entry-rules.ts";
import { notFound, Refusal } from "./errors.ts";
import { notifySubmission } from "./notify-submission.ts";
import { freezePhases } from "./organize/freeze-phases.ts";
import { readPhase } from "./read-phase.ts";
import { readStructures } from "./read-structures.ts";
import type { Viewer } from "./viewer.ts";
import { writeAudit } from "./write-audit.ts";

/** Body of a submission: a finished upload and what it is called. */
export const submissionRequestSchema = z.object({
  uploadId: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(20_000).default(""),
  method: methodSchema.default({}),
  labelMap: z.record(z.string().regex(/^\d{1,5}$/), z.number().int().min(0).max(65535)).optional(),
  anonymous: z.boolean().default(false),
});
export type SubmissionRequest = z.infer<typeof submissionRequestSchema>;

/**
 * Hands an uploaded image in to a phase: creates the submission and its first evaluation, and wakes a checker.
 * Quota and deadline are decided under a lock, by the database's clock and the instant of the upload's last byte, so
 * that parallel requests at the edge get exactly the limit.
 * @throws Refusal, with a sentence that says what to do
 */
export async function createSubmission(
  db: Database,
  queue: WakeQueue,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  request: SubmissionRequest,
): Promise<{ id: string }> {
  const phase = await readPhase(db, viewer, slugs);
  const member = await requireEntrant(db, viewer, phase.challengeId);
  const { userId } = member;
  await refuseForeignLabels(db, phase.challengeId, request.labelMap);
  const team = member.team;
  const id = newId("submission");
  const evaluationId = newId("evaluation");

  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${team.id}/${phase.id}`}, 0))`;
    const now = await databaseNow(tx);
    // One's own upload, or one that the team has handed in before: submitting it again needs no second upload.
    const upload = await tx.upload.findFirst({
      where: {
        id: request.uploadId,
        kind: "image",
        OR: [{ ownerId: userId }, { submissions: { some: { teamId: team.id } } }],
      },
      include: { submissions: { select: { id: true }, take: 1 } },
    });
    if (!upload) throw notFound("upload");
    if (upload.state !== "complete" || !upload.completedAt || !upload.objectKey) {
      throw new Refusal("upload-incomplete", "The upload is not complete. Resume it, then submit again.");
    }
    refuseTooLarge(phase, upload.sizeBytes);
    // Kept bytes that are handed in anew arrive now: an old upload must not open a phase that has closed.
    const receivedAt = upload.submissions.length > 0 ? now : upload.completedAt;
    refuseOutsidePhase(phase, now, receivedAt);
    await freezePhases(tx, phase.challengeId);
    await refuseBeforeGate(tx, phase, team.id);
    await refuseOverQuota(tx, phase, member, now);
    await tx.submission.create({
      data: {
        id,
        phaseId: phase.id,
        teamId: team.id,
        createdById: userId,
        uploadId: upload.id,
        algorithm: request.name,
        description: request.description,
        method: request.method as Prisma.InputJsonObject,
        ...(request.labelMap ? { labelMap: request.labelMap } : {}),
        anonymous: request.anonymous,
        state: "checking",
        receivedAt,
      },
    });
    await tx.evaluation.create({ data: { id: evaluationId, submissionId: id, attempt: 1 } });
    await tx.journalEntry.create({ data: { evaluationId, stage: "queue", message: "handed in, waits for its check" } });
    await writeAudit(tx, {
      actorId: userId,
      actorKind: "user",
      action: "submission.created",
      subjectKind: "submission",
      subjectId: id,
      challengeId: phase.challengeId,
      details: { phase: phase.slug, upload: upload.id },
    });
    await queue.wake(tx, "check", evaluationId);
    await notifySubmission(tx, id);
  });
  return { id };
}

/** An upload may have been begun for another phase, or for none: this one's limit holds all the same. */
function refuseTooLarge(phase: { title: string; limits: unknown }, sizeBytes: bigint): void {
  const { imageBytes } = limitsSchema.parse(phase.limits);
  if (sizeBytes <= imageBytes) return;
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
  throw new Refusal(
    "invalid-input",
    `The archive has ${gib(Number(sizeBytes))}; “${phase.title}” takes images of at most ${gib(imageBytes)}.`,
  );
}

/** A label map that leads to a label which the challenge does not have would be scored as something else, in silence. */
async function refuseForeignLabels(db: Database, challengeId: string, map: LabelMap | undefined): Promise<void> {
  if (!map) return;
  const { structures } = await readStructures(db, challengeId);
  const known = new Set([0, ...structures.map(({ label }) => label)]);
  const wrong = Object.entries(map).find(([, to]) => !known.has(to));
  if (!wrong) return;
  const message = `Label ${wrong[0]} is mapped to ${wrong[1]}, which is no label of this challenge.`;
  throw new Refusal("invalid-input", message, { details: { fields: [{ path: "labelMap", message }] } });
}
