import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";

/** Opens the database. `url` is a PostgreSQL connection string; call `$disconnect()` when done. */
export function openDatabase(url: string, options: { poolSize?: number } = {}): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: options.poolSize ?? 10 }) });
}

export type Database = PrismaClient;
/** What a function that takes part in a caller's transaction needs. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];
