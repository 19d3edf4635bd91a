import type { Person } from "@bodymark/auth";
import { database } from "#server/database.ts";

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  /** The first letters, to tell keys apart. */
  readonly start: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly expired: boolean;
}

/** A person's own API keys, newest first. */
export async function readKeys(person: Person): Promise<KeyRow[]> {
  const keys = await database().apikey.findMany({ where: { referenceId: person.id }, orderBy: { createdAt: "desc" } });
  return keys.map((key) => ({
    id: key.id,
    name: key.name ?? "",
    start: key.start ?? "",
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastRequest?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    expired: key.expiresAt !== null && key.expiresAt.getTime() <= Date.now(),
  }));
}
