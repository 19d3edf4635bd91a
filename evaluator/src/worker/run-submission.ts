import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { publishBoard, readStructures } from "@bodymark/challenge";
import {
  absentPolicySchema,
  definitionSchema,
  limitsSchema,
  profileSchema,
  RunFailure,
  type Scorer,
} from "@bodymark/contracts";
import type { Prisma } from "@bodymark/db";
import { SCORER_VERSION } from "@bodymark/scoring";
import { z } from "zod";
import { runEvaluation } from "../evaluate/run-evaluation.ts";
import type { EvaluationCase, EvaluationEvent } from "../evaluate/types.ts";
import { cacheObject } from "./cache-object.ts";
import type { WorkerContext } from "./context.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { finishEvaluation } from "./finish-evaluation.ts";
import { assertLease, type Claim } from "./lease.ts";
import { loadDoneCases } from "./load-done-cases.ts";
import { loadImage } from "./load-image.ts";
import { prepareCaseRuns } from "./prepare-case-runs.ts";
import { recordCaseState } from "./record-case-state.ts";
import { recordResult, type Scoring } from "./record-result.ts";
import { summariseEvaluation } from "./summarise-evaluation.ts";
import { writeJournal } from "./write-journal.ts";

const labelMapSchema = z.record(z.string(), z.number()).nullable();

/** Runs a checked submission over its phase's cases, from the first case that has no result yet, to the board. */
export async function runSubmission(context: WorkerContext, claim: Claim, signal: AbortSignal): Promise<void> {
  const { db } = context;
  const submission = await db.submission.findUniqueOrThrow({
    where: { id: claim.submissionId },
    include: { phase: true, upload: true },
  });
  const { phase } = submission;
  const structures = await readStructures(db, phase.challengeId);
  const names = new Map(structures.structures.map((s) => [s.label, s.name]));
  const limits = limitsSchema.parse(phase.limits);
  const profile = profileSchema.parse(phase.profile);
  const scorer: Scorer = { version: SCORER_VERSION, definition: definitionSchema.parse(phase.definition) };
  const labelMap = labelMapSchema.parse(submission.labelMap);
  const scratch = join(context.workDir, "runs", `${claim.evaluationId}-${claim.fence}`);
  await mkdir(scratch, { recursive: true, mode: 0o700 });

  try {
    await prepareCaseRuns(db, claim, phase);
    await db.$transaction(async (tx) => {
      await assertLease(tx, claim);
      await tx.submission.update({ where: { id: claim.submissionId }, data: { state: "running" } });
      await tx.evaluation.update({
        where: { id: claim.evaluationId },
        data: {
          profile,
          limits: { ...limits },
          scorerVersion: scorer.version,
          definition: scorer.definition,
          referenceRevision: phase.revision,
          imageDigest: submission.imageDigest,
        },
      });
      await writeJournal(tx, claim, { stage: "load", message: "loading the image" });
    });
    const image = await loadImage(context, submission, signal);
    const cases = await fetchCases(context, claim, signal);

    const outcome = await runEvaluation({
      executor: context.executor,
      image,
      cases,
      structures,
      profile,
      ...(labelMap ? { labelMap } : {}),
      limits,
      definition: scorer.definition,
      sandbox: "auto",
      refuseMissingControls: true,
      predictionsDir: join(scratch, "predictions"),
      workDir: join(scratch, "work"),
      labels: { "bodymark.owner": context.owner, "bodymark.evaluation": claim.evaluationId },
      done: await loadDoneCases(db, claim.evaluationId, names),
      signal,
      on: (event) => record(context, claim, event, { ...scorer, structures, referenceRevision: phase.revision }),
    });
    const rules = { ...scorer, absentPolicy: absentPolicySchema.parse(phase.absentPolicy), limits };
    await finishEvaluation(db, claim, summariseEvaluation(outcome.cases, structures, rules));
    await publishBoard(db, phase.id, `evaluation ${claim.evaluationId} done`);
  } catch (error) {
    if (!(error instanceof RunFailure) || error.retry || signal.aborted) throw error;
    await endEvaluation(db, claim, { code: error.code, stage: error.stage, message: error.message });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchCases(context: WorkerContext, claim: Claim, signal: AbortSignal): Promise<EvaluationCase[]> {
  const runs = await context.db.caseRun.findMany({
    where: { evaluationId: claim.evaluationId },
    include: { case: { include: { references: { orderBy: { revision: "desc" }, take: 1 } } } },
    orderBy: { ordinal: "asc" },
  });
  const folder = join(context.workDir, "cases");
  const cases: EvaluationCase[] = [];
  for (const { ordinal, case: item } of runs) {
    const reference = item.references[0];
    if (!reference) throw new Error(`case ${item.id} has no reference`);
    const image = { key: item.imageKey, sha256: item.imageSha256 };
    const label = { key: reference.labelKey, sha256: reference.labelSha256 };
    cases.push({
      case: item.id,
      ordinal,
      imagePath: await cacheObject(context.store, folder, image, ".nii.gz", signal),
      labelPath: await cacheObject(context.store, folder, label, ".nii.gz", signal),
      notAnnotated: reference.notAnnotated,
    });
  }
  return cases;
}

async function record(context: WorkerContext, claim: Claim, event: EvaluationEvent, scoring: Scoring): Promise<void> {
  switch (event.kind) {
    case "environment":
      await context.db.$transaction(async (tx) => {
        await assertLease(tx, claim);
        await tx.evaluation.update({
          where: { id: claim.evaluationId },
          data: {
            environment: { ...event.environment } as Prisma.InputJsonObject,
            fingerprint: event.environment.fingerprint,
          },
        });
      });
      break;
    case "warm-up":
      await writeJournal(context.db, claim, { stage: "run", message: "warm-up container, discarded" });
      break;
    case "case":
      if (event.state !== "done") await recordCaseState(context.db, claim, event.ordinal, event.state);
      break;
    case "result":
      await recordResult(context, claim, event.result, event.predictionPath, scoring);
      break;
    case "journal":
      await writeJournal(context.db, claim, event);
      break;
  }
}
