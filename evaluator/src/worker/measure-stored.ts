import type { WorkerContext } from "./context.ts";

/** Looked up at a time: the rest waits for the next one. */
const AT_ONCE = { evaluations: 5, references: 200 };

/** Notes the sizes of kept predictions and references that were stored before sizes were noted, some at a time. */
export async function measureStored({ db, store }: Pick<WorkerContext, "db" | "store">): Promise<void> {
  const sizeOf = async (key: string): Promise<number> => (await store.head(key))?.sizeBytes ?? 0;
  const references = await db.caseReference.findMany({
    where: { sizeBytes: null },
    select: { id: true, labelKey: true },
    take: AT_ONCE.references,
  });
  for (const { id, labelKey } of references)
    await db.caseReference.update({ where: { id }, data: { sizeBytes: await sizeOf(labelKey) } });
  const evaluations = await db.evaluation.findMany({
    where: { keptBytes: null, state: { in: ["done", "failed", "cancelled"] } },
    select: { id: true, caseRuns: { where: { predictionKey: { not: null } }, select: { predictionKey: true } } },
    take: AT_ONCE.evaluations,
  });
  for (const { id, caseRuns } of evaluations) {
    let bytes = 0;
    for (const key of new Set(caseRuns.flatMap(({ predictionKey }) => predictionKey ?? []))) bytes += await sizeOf(key);
    await db.evaluation.updateMany({ where: { id, keptBytes: null }, data: { keptBytes: bytes } });
  }
}
