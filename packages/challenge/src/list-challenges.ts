import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { type PhaseView, phaseInclude, toPhaseView } from "./phase-view.ts";
import type { Viewer } from "./viewer.ts";
import { isOperator } from "./viewer.ts";

export interface ChallengeCard {
  slug: string;
  title: string;
  summary: string;
  visibility: string;
  structures: number;
  teams: number;
  phases: readonly PhaseView[];
}

/** Public challenges, and the drafts of those the viewer organizes; newest first, `cursor` is the last slug before. */
export async function listChallenges(
  db: Database,
  viewer: Viewer,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: ChallengeCard[]; nextCursor: string | null }> {
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200);
  const now = await databaseNow(db);
  const own = viewer ? [{ organizers: { some: { userId: viewer.userId } } }] : [];
  const where = isOperator(viewer) ? {} : { OR: [{ visibility: "public" }, ...own] };
  // The slug of another's draft must answer as one that does not exist: what comes after it would tell.
  if (options.cursor && (await db.challenge.count({ where: { AND: [where, { slug: options.cursor }] } })) === 0)
    return { items: [], nextCursor: null };
  const rows = await db.challenge.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { slug: "asc" }],
    take: limit + 1,
    ...(options.cursor ? { cursor: { slug: options.cursor }, skip: 1 } : {}),
    include: {
      _count: { select: { structures: true, teams: true } },
      phases: { orderBy: { position: "asc" }, include: phaseInclude },
    },
  });
  const items = rows.slice(0, limit).map(
    (row): ChallengeCard => ({
      slug: row.slug,
      title: row.title,
      summary: row.summary,
      visibility: row.visibility,
      structures: row._count.structures,
      teams: row._count.teams,
      phases: row.phases.map((phase) => toPhaseView(phase, now)),
    }),
  );
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.slug ?? null) : null };
}
