export type EvaluationKind = "run" | "rescore";

/** An evaluation that waits for a worker. A re-scoring needs nothing of its phase: any worker can serve it. */
export interface Waiting {
  id: string;
  kind: EvaluationKind;
  phaseId: string;
  challengeId: string;
  teamId: string;
  queuedAtMs: number;
  /** Not begun before its challenge's budget allows it. */
  held: boolean;
}

/** The queue and the workers as they are now. */
export interface QueueState {
  waiting: readonly Waiting[];
  running: readonly { workerId: string | null; challengeId: string; teamId: string; leftS: number }[];
  /** Workers that take work, with the phases that each can serve. */
  workers: readonly { id: string; serves: ReadonlySet<string> }[];
  /** When each challenge and each team was last served, by id. */
  servedAtMs: ReadonlyMap<string, number>;
  nowMs: number;
  /** How long an evaluation of a phase takes; null where nobody knows. */
  durationS(phaseId: string, kind: EvaluationKind): number | null;
}

/** `position` 1 is next; `startsInS` is null where no worker can serve it, or nobody knows how long things take. */
export interface Forecast {
  position: number;
  startsInS: number | null;
  served: boolean;
}

/**
 * Plays the queue forward until one evaluation's turn: whenever a worker is free it takes what it would claim (the order
 * of `evaluator/src/worker/claim-evaluation.ts`: fewest running, then served the longest ago, of challenge and then
 * team; then the one that waits longest) and keeps it for as long as its phase's evaluations mostly take.
 */
export function forecastQueue(state: QueueState, id: string): Forecast {
  const servedAtMs = new Map(state.servedAtMs);
  const running = new Map<string, number>();
  const add = (key: string, by: number): void => void running.set(key, (running.get(key) ?? 0) + by);
  for (const { challengeId, teamId } of state.running) for (const key of [challengeId, teamId]) add(key, 1);
  const slots = state.workers.map((worker) => {
    const busy = state.running.find(({ workerId }) => workerId === worker.id);
    return { serves: worker.serves, freeS: busy?.leftS ?? 0, busy: busy ?? null };
  });
  const order = [...state.waiting].sort((a, b) => a.queuedAtMs - b.queuedAtMs || (a.id < b.id ? -1 : 1));
  const left = new Set(order);
  let unknown = false;
  let position = 0;

  while (slots.length > 0) {
    const slot = slots.reduce((first, other) => (other.freeS < first.freeS ? other : first));
    if (slot.busy) for (const key of [slot.busy.challengeId, slot.busy.teamId]) add(key, -1);
    slot.busy = null;
    const next = chooseNext(left, slot.serves, (key) => [running.get(key) ?? 0, servedAtMs.get(key) ?? -Infinity]);
    if (!next) {
      slots.splice(slots.indexOf(slot), 1);
      continue;
    }
    position += 1;
    if (next.id === id) return { position, startsInS: unknown ? null : slot.freeS, served: true };
    left.delete(next);
    const { challengeId, teamId, phaseId, kind } = next;
    for (const key of [challengeId, teamId]) {
      add(key, 1);
      servedAtMs.set(key, state.nowMs + slot.freeS * 1000 + position / 1000);
    }
    const durationS = state.durationS(phaseId, kind);
    if (durationS === null) unknown = true;
    slot.busy = { workerId: null, challengeId, teamId, leftS: 0 };
    slot.freeS += durationS ?? 1;
  }
  const ahead = [...left].findIndex((one) => one.id === id);
  return { position: position + ahead + 1, startsInS: null, served: false };
}

/** `left` in the order of waiting; the first of the best is next. */
function chooseNext(
  left: ReadonlySet<Waiting>,
  serves: ReadonlySet<string>,
  standing: (key: string) => [running: number, servedAtMs: number],
): Waiting | null {
  let best: { one: Waiting; rank: number[] } | null = null;
  const seen = new Set<string>();
  for (const one of left) {
    if (one.held || (one.kind === "run" && !serves.has(one.phaseId)) || seen.has(one.teamId)) continue;
    seen.add(one.teamId); // Later ones of the same team rank the same and wait shorter.
    const [challengeRuns, challengeAt] = standing(one.challengeId);
    const [teamRuns, teamAt] = standing(one.teamId);
    const rank = [challengeRuns, teamRuns, challengeAt, teamAt];
    if (!best || isBefore(rank, best.rank)) best = { one, rank };
  }
  return best?.one ?? null;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    if (value !== other) return value < other;
  }
  return false;
}
