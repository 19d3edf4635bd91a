import { setTimeout as sleep } from "node:timers/promises";
import { type ClaimKind, claimEvaluation } from "./claim-evaluation.ts";
import type { WorkerContext } from "./context.ts";
import { POLL_MS } from "./defaults.ts";
import { hasRoom } from "./free-disk.ts";
import { napMs } from "./nap-ms.ts";
import { processClaim } from "./process-claim.ts";

/** A loop that can be told to look at once. */
export interface WorkLoop {
  wake(): void;
  /** Resolves when the loop has ended, after `shutdown` was aborted. */
  done: Promise<void>;
}

/** Claims and works, one evaluation at a time, until shutdown; sleeps while nothing is due. */
export function startWorkLoop(context: WorkerContext, kind: ClaimKind, shutdown: AbortSignal): WorkLoop {
  let nap = new AbortController();
  const loop = async (): Promise<void> => {
    while (!shutdown.aborted) {
      nap = new AbortController();
      const claim = await claimNext(context, kind);
      if (claim) await processClaim(context, claim, kind, shutdown);
      else await rest(context, AbortSignal.any([nap.signal, shutdown]));
    }
  };
  return { wake: () => nap.abort(), done: loop() };
}

async function claimNext(context: WorkerContext, kind: ClaimKind): ReturnType<typeof claimEvaluation> {
  try {
    if (!(await hasRoom(context))) return null;
    return await claimEvaluation(context.db, context, kind);
  } catch (error) {
    context.log.warn({ err: error, kind }, "cannot claim now, trying again");
    return null;
  }
}

async function rest(context: WorkerContext, until: AbortSignal): Promise<void> {
  const ms = await napMs(context.db).catch(() => POLL_MS); // The next claim tells of a database that is away.
  await sleep(ms, undefined, { signal: until }).catch(() => undefined);
}
