import type { Database } from "@bodymark/db";
import { type AttemptLimit, limitAttempts } from "./limit-attempts.ts";
import { networkOf } from "./network-of.ts";

/** Counts an attempt for an account and for an address; null when both allow it, else how long to wait. */
export async function limitBoth(
  database: Database,
  what: string,
  of: { account: string; address: string },
  limits: { account: AttemptLimit; address: AttemptLimit },
): Promise<{ kind: "limited"; retryAfterMs: number } | null> {
  const verdicts = [
    await limitAttempts(database, `${what}:address:${networkOf(of.address)}`, limits.address),
    await limitAttempts(database, `${what}:account:${of.account}`, limits.account),
  ];
  const blocked = verdicts.find((verdict) => !verdict.allowed);
  return blocked ? { kind: "limited", retryAfterMs: blocked.retryAfterMs } : null;
}
