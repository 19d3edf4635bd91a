import type { Prisma } from "@bodymark/db";

/**
 * Which of a submission's evaluations its pages show: of one that is done the newest with a result (a re-run or a
 * re-scoring without one leaves no trace there), else the newest run.
 */
export function shownEvaluation(state: string | undefined) {
  return {
    where: state === "done" ? { state: "done" } : { kind: "run" },
    orderBy: { attempt: "desc" },
  } satisfies Prisma.EvaluationFindFirstArgs;
}

/** The same of evaluations that are in hand, the newest first. */
export function isShown(state: string | undefined): (evaluation: { state: string; kind: string }) => boolean {
  const { where } = shownEvaluation(state);
  return (one) => ("state" in where ? one.state === where.state : one.kind === where.kind);
}
