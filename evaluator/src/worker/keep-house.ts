import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerContext } from "./context.ts";
import { HOUSEKEEPING_MS } from "./defaults.ts";
import { measureStored } from "./measure-stored.ts";
import { trimPredictions } from "./trim-predictions.ts";

/** Looks after what is stored, now and then, until shutdown. Any number of workers may do so at the same time. */
export async function keepHouse(context: WorkerContext, shutdown: AbortSignal): Promise<void> {
  while (!shutdown.aborted) {
    try {
      await measureStored(context);
      await trimPredictions(context);
    } catch (error) {
      context.log.warn({ err: error }, "could not look after what is stored, trying again");
    }
    await sleep(HOUSEKEEPING_MS, undefined, { signal: shutdown }).catch(() => undefined);
  }
}
