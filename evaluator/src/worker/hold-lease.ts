import type { Database } from "@bodymark/db";
import type { Logger } from "pino";
import { renewMs } from "./defaults.ts";
import type { Claim } from "./lease.ts";
import { renewLease } from "./renew-lease.ts";

/** Why the work on an evaluation has to stop before its end. */
export type StopReason = "cancel" | "lost" | "shutdown";

/**
 * Keeps a lease alive while `work` goes on, and aborts its signal (reason: a `StopReason`) when somebody cancels, when
 * the lease is lost, or when the worker shuts down. A database that is away for a while is waited for until shortly
 * before the lease would have run out: then another worker may have it, so the work has to be over.
 */
export async function holdLease<T>(
  db: Database,
  claim: Claim,
  shutdown: AbortSignal,
  log: Logger,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (reason: StopReason): void => controller.abort(reason);
  const onShutdown = (): void => stop("shutdown");
  shutdown.addEventListener("abort", onShutdown, { once: true });
  if (shutdown.aborted) onShutdown();
  const leaseMs = claim.leaseS * 1000;
  const everyMs = renewMs(claim.leaseS);
  let renewedAt = performance.now();
  let busy = false;

  const timer = setInterval(() => {
    if (performance.now() - renewedAt + everyMs >= leaseMs) stop("lost");
    if (busy) return;
    busy = true;
    const asked = performance.now();
    renewLease(db, claim)
      .then((answer) => {
        if (answer === "kept") renewedAt = asked;
        else stop(answer);
      })
      .catch((error: unknown) =>
        log.warn({ err: error, evaluation: claim.evaluationId }, "lease not renewed, trying again"),
      )
      .finally(() => {
        busy = false;
      });
  }, everyMs);

  try {
    return await work(controller.signal);
  } finally {
    clearInterval(timer);
    shutdown.removeEventListener("abort", onShutdown);
  }
}
