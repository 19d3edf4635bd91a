import type { ContainerUse } from "@bodymark/contracts";
import type { Transaction } from "@bodymark/db";

/** Adds what containers of an evaluation used to the ledger, in the caller's transaction: one row per outcome grows. */
export async function addUse(tx: Transaction, evaluationId: string, uses: readonly ContainerUse[]): Promise<void> {
  for (const [outcome, group] of Map.groupBy(uses, (use) => use.outcome)) {
    const sum = (value: (use: ContainerUse) => number) => group.reduce((total, use) => total + value(use), 0);
    await tx.$executeRaw`
      insert into "RunUse" ("evaluationId", outcome, "phaseId", "teamId", rerun, runs, "containerMs", "gpuMs", "coreMs",
        "cpuMs", "cpuUnread")
      select e.id, ${outcome}, s."phaseId", s."teamId", e.attempt > 1, ${group.length}::int,
        ${sum((use) => use.containerMs)}::float8, ${sum((use) => use.containerMs * use.gpus)}::float8,
        ${sum((use) => use.containerMs * use.cores)}::float8, ${sum((use) => use.cpuMs ?? 0)}::float8,
        ${group.filter((use) => use.cpuMs === null).length}::int
      from "Evaluation" e join "Submission" s on s.id = e."submissionId" where e.id = ${evaluationId}
      on conflict ("evaluationId", outcome) do update set
        runs = "RunUse".runs + excluded.runs, "containerMs" = "RunUse"."containerMs" + excluded."containerMs",
        "gpuMs" = "RunUse"."gpuMs" + excluded."gpuMs", "coreMs" = "RunUse"."coreMs" + excluded."coreMs",
        "cpuMs" = "RunUse"."cpuMs" + excluded."cpuMs", "cpuUnread" = "RunUse"."cpuUnread" + excluded."cpuUnread"`;
  }
}
