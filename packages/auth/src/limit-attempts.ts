import { createHash } from "node:crypto";
import type { Database } from "@bodymark/db";

export interface AttemptLimit {
  /** Attempts allowed in one window. */
  readonly max: number;
  readonly windowMs: number;
}

export interface AttemptVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the window ends and counting starts afresh. */
  readonly retryAfterMs: number;
}

/**
 * Counts one attempt under `key` in a fixed window and says whether it is allowed. One statement, so parallel
 * attempts cannot slip past; the database's clock, so every portal agrees. Only a hash of the key is stored.
 */
export async function limitAttempts(database: Database, key: string, limit: AttemptLimit): Promise<AttemptVerdict> {
  const hashed = hashKey(key);
  const [row] = await database.$queryRaw<{ count: number; leftMs: number }[]>`
    INSERT INTO "RateLimit" AS r ("id", "key", "count", "lastRequest")
    VALUES (${hashed}, ${hashed}, 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN r."lastRequest" + ${limit.windowMs}::bigint <= excluded."lastRequest" THEN 1 ELSE r."count" + 1 END,
      "lastRequest" = CASE WHEN r."lastRequest" + ${limit.windowMs}::bigint <= excluded."lastRequest"
        THEN excluded."lastRequest" ELSE r."lastRequest" END
    RETURNING "count", ("lastRequest" + ${limit.windowMs}::bigint
      - (extract(epoch from clock_timestamp()) * 1000)::bigint)::float8 AS "leftMs"`;
  const count = row?.count ?? 1;
  return {
    allowed: count <= limit.max,
    remaining: Math.max(0, limit.max - count),
    retryAfterMs: Math.max(0, row?.leftMs ?? limit.windowMs),
  };
}

/** Forgets what was counted under `key`, after a success. */
export async function forgetAttempts(database: Database, key: string): Promise<void> {
  const hashed = hashKey(key);
  await database.rateLimit.deleteMany({ where: { key: hashed } });
}

function hashKey(key: string): string {
  return `attempt:${createHash("sha256").update(key).digest("base64url")}`;
}
