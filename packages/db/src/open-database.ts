import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";

/**
 * Opens the database. `url` is a PostgreSQL connection string; call `$disconnect()` when done. With `answerWithinMs` a
 * query fails whose answer does not come: over a network that swallows packets it would wait for ever.
 */
export function openDatabase(url: string, options: { poolSize?: number; answerWithinMs?: number } = {}): PrismaClient {
  const { poolSize = 10, answerWithinMs } = options;
  const limits = answerWithinMs ? { query_timeout: answerWithinMs, connectionTimeoutMillis: answerWithinMs } : {};
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: poolSize, keepAlive: true, ...limits }),
  });
}

export type Database = PrismaClient;
/** What a function that takes part in a caller's transaction needs. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];
