import { setTimeout as sleep } from "node:timers/promises";
import { type ClaimKind, claimEvaluation } from "./claim-evaluation.ts";
import type { WorkerContext } from "./context.ts";
import { POLL_MS, UNREADY_MS } from "./defaults.ts";
import type { Claim } from "./lease.ts";
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
  let unready = 0;
  const loop = async (): Promise<void> => {
    while (!shutdown.aborted) {
      nap = new AbortController();
      const until = AbortSignal.any([nap.signal, shutdown]);
      const claim = await claimNext(context, kind);
      unready = claim === "unready" ? unready + 1 : 0;
      if (claim === "unready") await pause(Math.min(UNREADY_MS.first * 2 ** (unready - 1), UNREADY_MS.longest), until);
      else if (claim) await processClaim(context, claim, kind, shutdown);
      else await rest(context, until);
    }
  };
  return { wake: () => nap.abort(), done: loop() };
}

async function claimNext(context: WorkerContext, kind: ClaimKind): Promise<Claim | null | "unready"> {
  try {
    if (!(await context.readiness.mayClaim())) return "unready";
    return await claimEvaluation(context.db, context, kind);
  } catch (error) {
    context.log.warn({ err: error, kind }, "cannot claim now, trying again");
    return "unready";
  }
}

async function rest(context: WorkerContext, until: AbortSignal): Promise<void> {
  await pause(await napMs(context.db).catch(() => POLL_MS), until); // The next claim tells of a database that is away.
}

async function pause(ms: number, until: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: until }).catch(() => undefined);
}
