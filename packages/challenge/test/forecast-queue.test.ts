import { describe, expect, test } from "vitest";
import { forecastQueue, type QueueState, type Waiting } from "../src/forecast-queue.ts";

const one = (id: string, teamId: string, queuedAtMs: number, challengeId = "c", phaseId = "p"): Waiting => ({
  id,
  kind: "run",
  teamId,
  queuedAtMs,
  challengeId,
  phaseId,
  held: false,
});

function queue(waiting: readonly Waiting[], more: Partial<QueueState> = {}): QueueState {
  return {
    waiting,
    running: [],
    workers: [{ id: "w", serves: new Set(["p"]) }],
    servedAtMs: new Map(),
    nowMs: 1_000_000,
    durationS: () => 60,
    ...more,
  };
}

describe("the forecast of the queue", () => {
  test("gives a team with one submission the second turn, however many another team handed in before", () => {
    const many = Array.from({ length: 20 }, (_, i) => one(`a${i}`, "a", i));
    const state = queue([...many, one("b", "b", 100)]);
    expect(forecastQueue(state, "a0")).toMatchObject({ position: 1, startsInS: 0 });
    expect(forecastQueue(state, "b")).toMatchObject({ position: 2, startsInS: 60 });
    expect(forecastQueue(state, "a1")).toMatchObject({ position: 3, startsInS: 120 });
    expect(forecastQueue(state, "a19")).toMatchObject({ position: 21, startsInS: 1200 });
  });

  test("passes over one that its challenge's budget holds, and tells that nobody serves it", () => {
    const state = queue([
      { ...one("held", "a", 1), held: true },
      one("next", "b", 2, "other"),
      one("last", "c", 3, "other"),
    ]);
    expect(forecastQueue(state, "next")).toMatchObject({ position: 1, startsInS: 0, served: true });
    expect(forecastQueue(state, "last")).toMatchObject({ position: 2, startsInS: 60 });
    expect(forecastQueue(state, "held")).toMatchObject({ position: 3, startsInS: null, served: false });
  });

  test("takes turns between challenges, whatever the number of teams in one", () => {
    const many = Array.from({ length: 20 }, (_, i) => one(`a${i}`, `team-${i}`, i));
    const state = queue([...many, one("b", "b", 100, "other")]);
    expect(forecastQueue(state, "b").position).toBe(2);
    expect(forecastQueue(state, "a1").position).toBe(3);
  });

  test("counts with as many workers as there are, and with what they are at", () => {
    const waiting = [one("a", "a", 1), one("b", "b", 2), one("c", "c", 3)];
    const workers = ["w", "v"].map((id) => ({ id, serves: new Set(["p"]) }));
    const running = [{ workerId: "v", challengeId: "c", teamId: "z", leftS: 30 }];
    const state = queue(waiting, { workers, running });
    expect(waiting.map(({ id }) => forecastQueue(state, id).startsInS)).toEqual([0, 30, 60]);
  });

  test("leaves what no worker can serve at the end, without an estimate", () => {
    const state = queue([one("gpu", "a", 1, "c", "needs-gpu"), one("b", "b", 2)]);
    expect(forecastQueue(state, "b")).toEqual({ position: 1, startsInS: 0, served: true });
    expect(forecastQueue(state, "gpu")).toEqual({ position: 2, startsInS: null, served: false });
    expect(forecastQueue(queue([one("b", "b", 2)], { workers: [] }), "b")).toMatchObject({ served: false });
  });

  test("says no time where nobody knows how long those before take", () => {
    const state = queue([one("a", "a", 1), one("b", "b", 2)], { durationS: () => null });
    expect(forecastQueue(state, "a").startsInS).toBe(0);
    expect(forecastQueue(state, "b")).toEqual({ position: 2, startsInS: null, served: true });
  });

  test("of a thousand waiting takes a few milliseconds", () => {
    const waiting = Array.from({ length: 1000 }, (_, i) => one(`e${i}`, `team-${i % 100}`, i, `c${i % 7}`));
    const startedAt = performance.now();
    expect(forecastQueue(queue(waiting), "e999").position).toBeGreaterThan(900);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
