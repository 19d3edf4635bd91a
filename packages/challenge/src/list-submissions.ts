import { type SubmissionState, submissionStateSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { Refusal } from "./errors.ts";
import type { Viewer } from "./viewer.ts";
import { casesAreOpen, coarseScore, coarseTimeMs } from "./visibility.ts";

export interface SubmissionListItem {
  id: string;
  state: SubmissionState;
  algorithm: string;
  challenge: { slug: string; title: string };
  phase: { slug: string; title: string };
  team: string;
  createdAt: string;
  failureCode: string | null;
  dice: number | null;
  nsd: number | null;
  medianMs: number | null;
  failedCases: number | null;
}

/** The submissions of the viewer's teams, newest first; `cursor` is the last id of the page before. */
export async function listSubmissions(
  db: Database,
  viewer: Viewer,
  options: { limit?: number; cursor?: string; challenge?: string } = {},
): Promise<{ items: SubmissionListItem[]; nextCursor: string | null }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in to see your submissions.");
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200);
  const now = await databaseNow(db);
  const rows = await db.submission.findMany({
    where: {
      team: { members: { some: { userId: viewer.userId } } },
      ...(options.challenge ? { phase: { challenge: { slug: options.challenge } } } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(options.cursor ? { cursor: { id: options.cursor }, skip: 1 } : {}),
    include: {
      phase: { include: { challenge: { select: { slug: true, title: true } } } },
      team: { select: { name: true } },
      evaluations: { where: { state: "done" }, orderBy: { attempt: "desc" }, take: 1, include: { summary: true } },
    },
  });
  const items = rows.slice(0, limit).map((row): SubmissionListItem => {
    const summary = row.evaluations[0]?.summary ?? null;
    const open = casesAreOpen(row.phase, now);
    const score = (v: number | null): number | null => (open ? v : coarseScore(v));
    return {
      id: row.id,
      state: submissionStateSchema.parse(row.state),
      algorithm: row.algorithm,
      challenge: row.phase.challenge,
      phase: { slug: row.phase.slug, title: row.phase.title },
      team: row.team.name,
      createdAt: row.createdAt.toISOString(),
      failureCode: row.failureCode,
      dice: score(summary?.meanDice ?? null),
      nsd: score(summary?.meanNsd ?? null),
      medianMs: open ? (summary?.medianMs ?? null) : coarseTimeMs(summary?.medianMs ?? null),
      failedCases: summary?.failedCases ?? null,
    };
  });
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
