import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";

/** Where a made case lies; the objects themselves are not there. */
async function makeCase(db: Database, challengeId: string, phaseId: string): Promise<string> {
  const id = newId("case");
  await db.case.create({
    data: {
      id,
      challengeId,
      name: id,
      metadata: {},
      imageKey: `cases/${id}.nii.gz`,
      imageSha256: "a".repeat(64),
      sizeBytes: 1n,
      shape: [1, 1, 1],
      spacingMm: [1, 1, 1],
      references: {
        create: {
          id: newId("caseRevision"),
          revision: 1,
          labelKey: `cases/${id}-labels.nii.gz`,
          labelSha256: "b".repeat(64),
          present: [1],
          notAnnotated: [],
        },
      },
    },
  });
  const position = await db.phaseCase.count({ where: { phaseId } });
  await db.phaseCase.create({ data: { phaseId, caseId: id, position } });
  return id;
}

/** A submission with one evaluated case, written straight into the database: for tests of what may be read of it. */
export async function makeDoneSubmission(
  db: Database,
  of: { challengeId: string; phaseId: string; teamId: string; userId: string; uploadId: string; dice?: number },
): Promise<{ id: string; evaluationId: string; caseId: string }> {
  const [id, evaluationId, digest] = [newId("submission"), newId("evaluation"), `sha256:${newId("object")}`];
  const caseId = await makeCase(db, of.challengeId, of.phaseId);
  const dice = of.dice ?? 0.87654;
  const now = new Date();
  await db.image.create({
    data: {
      digest,
      archiveSha256: "c".repeat(64),
      objectKey: "images/x",
      sizeBytes: 1n,
      expandedBytes: 1n,
      architecture: "amd64",
      accepted: {},
    },
  });
  await db.submission.create({
    data: {
      id,
      phaseId: of.phaseId,
      teamId: of.teamId,
      createdById: of.userId,
      uploadId: of.uploadId,
      imageDigest: digest,
      algorithm: "Algorithm",
      state: "done",
      receivedAt: now,
      finishedAt: now,
    },
  });
  const columns = { labels: [1, 2], dice: [dice, -1], nsd: [0.81234, -1], hd95Mm: [3.21, -1] };
  const environment = {
    ...{ cpu: "Test", cores: 1, memoryBytes: 1, gpu: null, engine: "Docker", runtime: "runc", fingerprint: "f" },
    ...{ sandbox: "userns", missingControls: [], flags: [] },
  };
  await db.evaluation.create({
    data: {
      id: evaluationId,
      submissionId: id,
      attempt: 1,
      state: "done",
      finishedAt: now,
      caseCount: 1,
      doneCases: 1,
      profile: "bodymaps",
      limits: {},
      environment,
      fingerprint: "f",
      imageDigest: digest,
      scorerVersion: "1",
      definition: "surface-distance",
      referenceRevision: 1,
      summary: {
        create: {
          meanDice: dice,
          meanNsd: 0.81234,
          medianMs: 1234,
          failedCases: 0,
          caseCount: 1,
          counts: [1, 0],
          ...columns,
        },
      },
      caseRuns: {
        create: {
          id: newId("caseRun"),
          caseId,
          ordinal: 1,
          state: "done",
          status: "ok",
          repeatsMs: [1234],
          medianMs: 1234,
          finishedAt: now,
          predictionKey: "predictions/x.nii.gz",
          predictionSha256: "d".repeat(64),
          score: {
            create: {
              ...columns,
              statuses: ["ok", "both-empty"],
              assdMm: [1, -1],
              referenceVolumeMm3: [10, 0],
              predictionVolumeMm3: [10, 0],
              scorerVersion: "1",
              definition: "surface-distance",
              referenceRevision: 1,
            },
          },
        },
      },
    },
  });
  return { id, evaluationId, caseId };
}
