import type { CaseRequest, Executor, OpenOutput, RunOutcome } from "./executor.ts";

/** One case from beginning to end: prepare, run, collect, remove. */
export async function runCase<Collected>(
  executor: Executor,
  request: CaseRequest,
  collect: (outcome: RunOutcome, open: OpenOutput) => Promise<Collected>,
  signal: AbortSignal,
): Promise<Collected> {
  const prepared = await executor.prepareCase(request, signal);
  try {
    return await prepared.run(collect);
  } finally {
    await prepared.remove();
  }
}
