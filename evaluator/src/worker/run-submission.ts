import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseNow, HIDDEN_GRID_MS, keepsLogs, publishBoard, readStructures } from "@bodymark/challenge";
import {
  absentPolicySchema,
  type ContainerUse,
  definitionSchema,
  limitsSchema,
  profileSchema,
  RunFailure,
  type Scorer,
  slugsSchema,
} from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { SCORER_VERSION } from "@bodymark/scoring";
import { z } from "zod";
import { runEvaluation } from "../evaluate/run-evaluation.ts";
import type { EvaluationCase, EvaluationEvent } from "../evaluate/types.ts";
import { EngineDiskFull } from "../run/engine-fault.ts";
import type { WorkerContext } from "./context.ts";
import { endEvaluation } from "./end-evaluation.ts";
import { finishEvaluation } from "./finish-evaluation.ts";
import { assertLease, type Claim } from "./lease.ts";
import { loadDoneCases } from "./load-done-cases.ts";
import { loadImage } from "./load-image.ts";
import type { CachedObject, HeldObject } from "./object-cache.ts";
import { prepareCaseRuns } from "./prepare-case-runs.ts";
import { readTimedOrdinals } from "./read-timed-ordinals.ts";
import { recordCaseState } from "./record-case-state.ts";
import { recordResult } from "./record-result.ts";
import type { Scoring } from "./score-columns.ts";
import { settleUse } from "./settle-use.ts";
import { summariseEvaluation } from "./summarise-evaluation.ts";
import { throughOutage } from "./through-outage.ts";
import { writeJournal } from "./write-journal.ts";

const VOLUME_EXTENSION = ".nii.gz";
const labelMapSchema = z.record(z.string(), z.number()).nullable();

/** Runs a checked submission over its phase's cases, from the first case that has no result yet, to the board. */
export async function runSubmission(context: WorkerContext, claim: Claim, signal: AbortSignal): Promise<void> {
  const { db, log } = context;
  let releaseImage = (): void => undefined;
  // Of containers that have ended, not in the ledger yet: it goes there with a case's result, or at the end.
  const used: ContainerUse[] = [];
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
    const { image, release } = await loadImage(context, submission, signal);
    releaseImage = release;
    await writeJournal(db, claim, { stage: "load", message: `image ${image.id} is in the engine` });
    const timed = await readTimedOrdinals(db, claim.evaluationId, phase.id);
    const { cases, filesOf } = await findCases(context, claim, timed);
    const scoring = { ...scorer, structures, referenceRevision: phase.revision };

    const outcome = await runEvaluation({
      executor: context.executor,
      image,
      cases,
      structures,
      profile,
      slugs: slugsSchema.parse({ input: phase.inputSlug, output: phase.outputSlug }),
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
      keepLogs: await keepsLogs(db, phase),
      holdCase: (one) => throughOutage(log, signal, () => holdFiles(context, filesOf.get(one.ordinal) ?? [], signal)),
      onUse: (use) => void used.push(use),
      on: (event) => throughOutage(log, signal, () => record(context, claim, event, scoring, used)),
    }).finally(() => settleUse(context, claim, used, signal));
    context.readiness.engineHasRoom();
    const rules = { ...scorer, absentPolicy: absentPolicySchema.parse(phase.absentPolicy), limits, timed };
    const summary = summariseEvaluation(outcome.cases, structures, rules);
    if (phase.caseVisibility !== "public") await untilHiddenGrid(db, signal);
    await throughOutage(log, signal, () => finishEvaluation(db, claim, summary));
    await publishBoard(db, phase.id, `evaluation ${claim.evaluationId} done`);
  } catch (error) {
    if (error instanceof EngineDiskFull) await context.readiness.engineDiskWasFull();
    if (!(error instanceof RunFailure) || error.retry || signal.aborted) throw error;
    await endEvaluation(db, claim, { code: error.code, stage: error.stage, message: error.message });
  } finally {
    releaseImage();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The evaluation's cases, with the paths at which their files will be, and those files. */
async function findCases(
  { db, cache }: WorkerContext,
  claim: Claim,
  timed: ReadonlySet<number>,
): Promise<{ cases: EvaluationCase[]; filesOf: ReadonlyMap<number, readonly CachedObject[]> }> {
  const runs = await db.caseRun.findMany({
    where: { evaluationId: claim.evaluationId },
    include: { case: { include: { references: { orderBy: { revision: "desc" }, take: 1 } } } },
    orderBy: { ordinal: "asc" },
  });
  const filesOf = new Map<number, readonly CachedObject[]>();
  const cases = runs.map(({ ordinal, case: item }) => {
    const reference = item.references[0];
    if (!reference) throw new Error(`case ${item.id} has no reference`);
    const image = { key: item.imageKey, sha256: item.imageSha256 };
    const label = { key: reference.labelKey, sha256: reference.labelSha256 };
    filesOf.set(ordinal, [image, label]);
    return {
      case: item.id,
      ordinal,
      imagePath: cache.pathOf(image, VOLUME_EXTENSION),
      labelPath: cache.pathOf(label, VOLUME_EXTENSION),
      notAnnotated: reference.notAnnotated,
      timed: timed.has(ordinal),
    };
  });
  return { cases, filesOf };
}

/** Fetches files, case by case: a phase may have more than the cache, or the disk, holds. */
async function holdFiles(
  { cache }: WorkerContext,
  files: readonly CachedObject[],
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const held: HeldObject[] = [];
  const release = async () => {
    for (const one of held) await one.release();
  };
  try {
    for (const file of files) held.push(await cache.hold(file, VOLUME_EXTENSION, signal));
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Waits for the next instant at which ends in a hidden phase are told: how long an evaluation takes is its container's
 * to choose, and state, board and mail would tell it to the millisecond.
 */
async function untilHiddenGrid(db: Database, signal: AbortSignal): Promise<void> {
  const now = await databaseNow(db);
  await sleep(HIDDEN_GRID_MS - (now.getTime() % HIDDEN_GRID_MS), undefined, { signal });
}

async function record(
  context: WorkerContext,
  claim: Claim,
  event: EvaluationEvent,
  scoring: Scoring,
  used: ContainerUse[],
): Promise<void> {
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
      await recordResult(context, claim, { ...event, used }, scoring);
      used.length = 0;
      // It is in the storage now; hundreds of cases' would fill the disk.
      if (event.predictionPath !== null) await rm(event.predictionPath, { force: true });
      break;
    case "journal":
      await writeJournal(context.db, claim, ...event.lines);
      break;
  }
}
