import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseAway } from "@bodymark/db";
import { StorageFull, StorageUnavailable } from "@bodymark/storage";
import type { Logger } from "pino";
import { EngineDiskFull } from "../run/engine-fault.ts";
import { OUTAGE_MS } from "./defaults.ts";

/** Whether an error says that database, storage or the engine's disk fail us just now, whatever is evaluated. */
export function isOutage(error: unknown): boolean {
  return (
    error instanceof StorageUnavailable ||
    error instanceof StorageFull ||
    error instanceof EngineDiskFull ||
    isDatabaseAway(error)
  );
}

/**
 * Does something again, after growing pauses, while database or storage are away: a finished case is not thrown away
 * for a minute without a network. `operation` must be one that may be done twice. Ends with the operation's own error
 * after OUTAGE_MS.patience, or with the signal's reason: the lease ran out, somebody cancelled, or the worker shuts down.
 */
export async function throughOutage<T>(log: Logger, signal: AbortSignal, operation: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + OUTAGE_MS.patience;
  for (let pauseMs = OUTAGE_MS.first; ; pauseMs = Math.min(2 * pauseMs, OUTAGE_MS.longest)) {
    try {
      return await operation();
    } catch (error) {
      if (signal.aborted || !isOutage(error) || performance.now() + pauseMs > giveUpAt) throw error;
      log.warn({ err: error, pauseMs }, "database or storage is away, trying again");
    }
    await sleep(pauseMs, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? (signal.reason instanceof Error ? signal.reason : error) : error;
    });
  }
}
