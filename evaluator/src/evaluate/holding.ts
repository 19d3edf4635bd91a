import type { EvaluationCase, EvaluationOptions } from "./types.ts";

/** Does something while a case's files are at their paths. */
export async function holding<T>(
  { holdCase }: EvaluationOptions,
  one: EvaluationCase,
  work: () => Promise<T>,
): Promise<T> {
  const release = await holdCase?.(one);
  try {
    return await work();
  } finally {
    await release?.();
  }
}
