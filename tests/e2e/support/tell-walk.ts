import { expect } from "@playwright/test";

const MOST_MS = 120_000;

/** Prints how long a walk took, and holds it against two minutes; `waitedMs` of it an evaluation had its turn and ran. */
export function tellWalk(who: string, allMs: number, waitedMs: number): void {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`walk of ${who}: ${seconds(allMs)}, ${seconds(waitedMs)} of it waiting for the evaluation`);
  expect(allMs, `the walk of ${who}`).toBeLessThan(MOST_MS);
}
