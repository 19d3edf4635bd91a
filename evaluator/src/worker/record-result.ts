import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { addUse, notifySubmission } from "@bodymark/challenge";
import type { CaseResult, ContainerUse } from "@bodymark/contracts";
import { hashStream } from "@bodymark/storage";
import type { WorkerContext } from "./context.ts";
import { assertLease, type Claim } from "./lease.ts";
import { predictionsOf } from "./predictions-of.ts";
import { type Scoring, scoreColumns } from "./score-columns.ts";
import { writeJournal } from "./write-journal.ts";

/**
 * Stores one case's result: first prediction and log, by their digests, then run, scores and what containers have used
 * since the last one in one transaction. Written once: a case that is done stays as it is, whoever comes later.
 */
export async function recordResult(
  context: WorkerContext,
  claim: Claim,
  {
    result,
    predictionPath,
    log,
    used,
  }: { result: CaseResult; predictionPath: string | null; log: Uint8Array | null; used: readonly ContainerUse[] },
  scoring: Scoring,
): Promise<void> {
  const prediction =
    predictionPath === null ? null : await storePrediction(context, claim, result.ordinal, predictionPath);
  const logKey = log === null ? null : await storeLog(context, log);
  const bytes = (value: number | null): bigint | null => (value === null ? null : BigInt(Math.round(value)));
  await context.db.$transaction(async (tx) => {
    await assertLease(tx, claim);
    const run = await tx.caseRun.findUniqueOrThrow({
      where: { evaluationId_ordinal: { evaluationId: claim.evaluationId, ordinal: result.ordinal } },
    });
    if (run.state === "done") return;
    const score = scoreColumns(result.structures, scoring);
    await tx.score.upsert({ where: { caseRunId: run.id }, create: { caseRunId: run.id, ...score }, update: score });
    await tx.caseRun.update({
      where: { id: run.id },
      data: {
        state: "done",
        status: result.status,
        failureStage: result.failure?.stage ?? null,
        flags: result.flags ?? [],
        repeatsMs: result.timing.repeatsMs,
        medianMs: result.timing.medianMs,
        cpuMs: result.resources.cpuMs,
        peakMemoryBytes: bytes(result.resources.peakMemoryBytes),
        gpuPeakBytes: bytes(result.resources.gpuPeakMemoryBytes),
        gpuMemoryAucMbS: result.resources.gpuMemoryAucMbS,
        gpuEnergyJ: result.resources.gpuEnergyJ,
        predictionKey: prediction?.key ?? null,
        predictionSha256: prediction?.sha256 ?? null,
        logKey,
      },
    });
    await tx.$executeRaw`update "CaseRun" set "finishedAt" = now() where id = ${run.id}`;
    await tx.evaluation.update({
      where: { id: claim.evaluationId },
      data: { doneCases: { increment: 1 }, faults: 0, keptBytes: { increment: prediction?.sizeBytes ?? 0 } },
    });
    await addUse(tx, claim.evaluationId, used);
    await writeJournal(tx, claim, {
      stage: "score",
      message: `result stored: ${result.status}`,
      ordinal: result.ordinal,
    });
    await notifySubmission(tx, claim.submissionId);
  });
}

/**
 * Under its evaluation's own name, so that all of an evaluation's can be given up together; by its digest, so that a worker
 * whose lease is gone changes nothing.
 */
async function storePrediction(
  context: WorkerContext,
  claim: Claim,
  ordinal: number,
  path: string,
): Promise<{ key: string; sha256: string; sizeBytes: number }> {
  const [{ sha256 }, { size }] = await Promise.all([hashStream(createReadStream(path)), stat(path)]);
  const key = `${predictionsOf(claim.evaluationId)}${ordinal}-${sha256}.nii.gz`;
  if ((await context.store.head(key)) === null)
    await context.store.put(key, { path }, { sha256, contentType: "application/gzip" });
  return { key, sha256, sizeBytes: size };
}

async function storeLog({ store }: WorkerContext, log: Uint8Array): Promise<string> {
  const packed = gzipSync(log);
  const sha256 = createHash("sha256").update(packed).digest("hex");
  const key = `logs/sha256/${sha256.slice(0, 2)}/${sha256}.gz`;
  if ((await store.head(key)) === null) await store.put(key, packed, { sha256, contentType: "application/gzip" });
  return key;
}
