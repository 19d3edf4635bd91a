import type { Role } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { toPerson } from "./person.ts";

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  affiliation: string | null;
  /** Challenges that this person organizes, by whatever role there. */
  organizes: number;
  createdAt: string;
}

/** People that one answer tells of. */
export const MOST_PEOPLE = 100;

/**
 * Accounts whose name or address holds the words; without words, those who are more than participants. For operators
 * alone: to everybody else there is nobody.
 */
export async function listPeople(
  database: Database,
  actor: { role: Role },
  words: string,
): Promise<readonly PersonRow[]> {
  if (actor.role !== "operator") return [];
  const contains = { contains: words.trim(), mode: "insensitive" } as const;
  const rows = await database.user.findMany({
    where: contains.contains
      ? { OR: [{ name: contains }, { email: contains }] }
      : { role: { in: ["organizer", "operator"] } },
    orderBy: [{ role: "desc" }, { name: "asc" }, { id: "asc" }],
    take: MOST_PEOPLE,
    include: { _count: { select: { organizes: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: toPerson(row).role,
    affiliation: row.affiliation,
    organizes: row._count.organizes,
    createdAt: row.createdAt.toISOString(),
  }));
}
