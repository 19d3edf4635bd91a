import { fromScoreArrays } from "@bodymark/challenge";
import { type CaseResult, caseStatusSchema, faultOf, stageSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";

/** The results that an earlier attempt of this evaluation has stored: these cases are not run again. */
export async function loadDoneCases(
  db: Database,
  evaluationId: string,
  names: ReadonlyMap<number, string>,
): Promise<CaseResult[]> {
  const runs = await db.caseRun.findMany({
    where: { evaluationId, state: "done" },
    include: { score: true },
    orderBy: { ordinal: "asc" },
  });
  return runs.map((run): CaseResult => {
    const status = caseStatusSchema.parse(run.status);
    return {
      case: run.caseId,
      ordinal: run.ordinal,
      status,
      failure:
        status === "ok" ? null : { code: status, stage: stageSchema.parse(run.failureStage), fault: faultOf(status) },
      flags: run.flags,
      timing: { repeatsMs: run.repeatsMs, medianMs: run.medianMs },
      resources: {
        cpuMs: run.cpuMs,
        peakMemoryBytes: run.peakMemoryBytes === null ? null : Number(run.peakMemoryBytes),
        gpuPeakMemoryBytes: run.gpuPeakBytes === null ? null : Number(run.gpuPeakBytes),
        gpuMemoryAucMbS: run.gpuMemoryAucMbS,
        gpuEnergyJ: run.gpuEnergyJ,
      },
      structures: run.score ? fromScoreArrays(run.score, names) : [],
    };
  });
}
