/** Where in the object store the kept predictions of an evaluation lie: the beginning of their keys. */
export function predictionsOf(evaluationId: string): string {
  return `predictions/${evaluationId}/`;
}
