import { limitsSchema, methodSchema, newId } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { z } from "zod";
import { databaseNow } from "./database-clock.ts";
import { notConfirmed, notFound, Refusal } from "./errors.ts";
import { notifySubmission } from "./notify-submission.ts";
import { freezePhases } from "./organize/freeze-phases.ts";
import { phaseStatus } from "./phase-status.ts";
import { readPhase } from "./read-phase.ts";
import { readQuota } from "./read-quota.ts";
import type { Viewer } from "./viewer.ts";
import { writeAudit } from "./write-audit.ts";

/** An upload that was whole before the deadline may be handed in for this long after it. */
const GRACE_MS = 60 * 60 * 1000;

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
  if (!viewer) throw new Refusal("not-signed-in", "Sign in, or give an API key, to submit.");
  const phase = await readPhase(db, viewer, slugs);
  const member = await db.teamMember.findUnique({
    where: { challengeId_userId: { challengeId: phase.challengeId, userId: viewer.userId } },
    include: { team: true, user: { select: { emailVerified: true } } },
  });
  if (!member?.team.rulesAcceptedAt)
    throw new Refusal("rules-not-accepted", "Join the challenge and accept its rules before you submit.");
  if (!member.user.emailVerified) throw notConfirmed("submit");
  if (member.team.state !== "approved")
    throw new Refusal("not-approved", "The organizers have not approved your team yet.");
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
        OR: [{ ownerId: viewer.userId }, { submissions: { some: { teamId: team.id } } }],
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
    await freezePhases(tx, phase.challengeId, now);
    await refuseBeforeGate(tx, phase, team.id);
    const quota = await readQuota(tx, phase, member, now);
    if (quota.left === 0) {
      throw new Refusal(
        "quota-reached",
        `Your team has used its ${quota.limit} submissions; the next slot comes free at ${quota.nextFreeAt?.toISOString() ?? "the next window"}.`,
        { retryAt: quota.nextFreeAt },
      );
    }
    if (quota.failures?.left === 0) {
      throw new Refusal(
        "quota-reached",
        `${quota.failures.used} submissions of your team have failed, as many as this phase allows in its window; the next slot comes free at ${quota.failures.nextFreeAt?.toISOString() ?? "the next window"}.`,
        { retryAt: quota.failures.nextFreeAt },
      );
    }
    await tx.submission.create({
      data: {
        id,
        phaseId: phase.id,
        teamId: team.id,
        createdById: viewer.userId,
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
      actorId: viewer.userId,
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

function refuseOutsidePhase(
  phase: { title: string; opensAt: Date | null; closesAt: Date | null },
  now: Date,
  receivedAt: Date,
): void {
  if (phaseStatus(phase, now) === "upcoming") {
    throw new Refusal("phase-not-open", `“${phase.title}” opens at ${phase.opensAt?.toISOString()}.`, {
      retryAt: phase.opensAt,
    });
  }
  if (phase.closesAt && (receivedAt > phase.closesAt || now.getTime() > phase.closesAt.getTime() + GRACE_MS)) {
    throw new Refusal(
      "phase-closed",
      `“${phase.title}” closed at ${phase.closesAt.toISOString()}, before the upload's last byte arrived.`,
    );
  }
}

async function refuseBeforeGate(tx: Transaction, phase: { gatePhaseId: string | null }, teamId: string): Promise<void> {
  if (!phase.gatePhaseId) return;
  const passed = await tx.submission.count({
    // Also one that is being run again.
    where: {
      phaseId: phase.gatePhaseId,
      teamId,
      OR: [{ state: "done" }, { evaluations: { some: { state: "done" } } }],
    },
  });
  if (passed > 0) return;
  const gate = await tx.phase.findUniqueOrThrow({ where: { id: phase.gatePhaseId }, select: { title: true } });
  throw new Refusal("gate-not-passed", `First get one submission through “${gate.title}”, then submit here.`);
}
