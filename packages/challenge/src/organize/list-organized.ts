import type { Database } from "@bodymark/db";
import { Refusal } from "../errors.ts";
import { isOperator, type Viewer } from "../viewer.ts";
import { mayCreateChallenges } from "./organizer-role.ts";

export interface OrganizedChallenge {
  slug: string;
  title: string;
  visibility: string;
  role: string;
  phases: number;
  cases: number;
  teams: number;
  submissions: number;
}

/** The challenges that the viewer organizes (an operator: all of them), newest first. */
export async function listOrganized(
  db: Database,
  viewer: Viewer,
): Promise<{ items: OrganizedChallenge[]; mayCreate: boolean }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to organize challenges.");
  const rows = await db.challenge.findMany({
    where: isOperator(viewer) ? {} : { organizers: { some: { userId: viewer.userId } } },
    orderBy: [{ createdAt: "desc" }, { slug: "asc" }],
    include: {
      organizers: { where: { userId: viewer.userId }, select: { role: true } },
      phases: { select: { _count: { select: { submissions: true } } } },
      _count: { select: { cases: true, teams: true } },
    },
  });
  const items = rows.map((row) => ({
    slug: row.slug,
    title: row.title,
    visibility: row.visibility,
    role: row.organizers[0]?.role ?? "operator",
    phases: row.phases.length,
    cases: row._count.cases,
    teams: row._count.teams,
    submissions: row.phases.reduce((sum, phase) => sum + phase._count.submissions, 0),
  }));
  return { items, mayCreate: mayCreateChallenges(viewer) };
}
