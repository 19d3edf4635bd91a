/** Whether an evaluation came to its end without one case that gave an answer: its participant has learnt nothing but that. */
export function nothingRan({ failedCases, caseCount }: { failedCases: number; caseCount: number }): boolean {
  return caseCount > 0 && failedCases >= caseCount;
}
