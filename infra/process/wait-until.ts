import { setTimeout as sleep } from "node:timers/promises";

/** Asks `condition` every `everyMs` until it answers something other than `undefined`, or gives up after `limitMs`. */
export async function waitUntil<T>(
  condition: () => T | undefined | Promise<T | undefined>,
  limitMs: number,
  everyMs = 50,
): Promise<T | undefined> {
  const end = performance.now() + limitMs;
  while (true) {
    const answer = await condition();
    if (answer !== undefined) return answer;
    if (performance.now() >= end) return undefined;
    await sleep(everyMs);
  }
}
