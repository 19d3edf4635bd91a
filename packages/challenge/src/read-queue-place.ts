import type { Database } from "@bodymark/db";
import { forecastQueue } from "./forecast-queue.ts";
import { readQueueState } from "./read-queue-state.ts";

/** Where an evaluation waits: 1 is next. The estimate goes by how long the phases' recent evaluations took. */
export interface QueuePlace {
  position: number;
  waiting: number;
  /** Until it starts, in seconds. */
  estimateS: number | null;
  /** Why no worker can take it as things are, in a sentence; null where one can. */
  reason: string | null;
}

/** The place in the queue of an evaluation that waits. */
export async function readQueuePlace(db: Database, evaluationId: string): Promise<QueuePlace> {
  const state = await readQueueState(db);
  const waiting = state.waiting.length;
  const mine = state.waiting.find(({ id }) => id === evaluationId);
  if (!mine) return { position: 1, waiting, estimateS: null, reason: null }; // A worker takes it this instant.
  const { position, startsInS, served } = forecastQueue(state, evaluationId);
  return {
    position,
    waiting,
    estimateS: startsInS === null ? null : Math.ceil(startsInS),
    reason: served ? null : state.whyUnserved(evaluationId),
  };
}
