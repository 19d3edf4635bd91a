import type { Database } from "@bodymark/db";
import { POLL_MS, SHORTEST_NAP_MS } from "./defaults.ts";

/**
 * How long a worker without work may sleep, in milliseconds: until the next lease runs out or the next pause after a
 * fault is over. So the work of a worker that died goes on when its lease ends, not up to POLL_MS later.
 */
export async function napMs(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ dueMs: number | null }[]>`
    select min(extract(epoch from greatest(coalesce("leaseUntil", "notBefore"), "notBefore") - now()) * 1000)::float8 as "dueMs"
    from "Evaluation" where state in ('queued', 'running', 'scoring')
      and greatest(coalesce("leaseUntil", "notBefore"), "notBefore") > now()`;
  const dueMs = row?.dueMs ?? POLL_MS;
  return Math.min(POLL_MS, Math.max(SHORTEST_NAP_MS, dueMs + 5));
}
