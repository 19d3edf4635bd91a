import type { Database } from "@bodymark/db";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";

/** Of a phase: how many of its results were scored against an older reference than there is now. */
export interface StaleResults {
  phase: { slug: string; title: string };
  /** The reference's revision of now. */
  referenceRevision: number;
  /** Submissions whose newest result stands on an older one. */
  outdated: number;
  results: number;
  /** Re-scorings that wait or go on. */
  underWay: number;
}

/** The phases of a challenge with results that a mended reference has made stale, for its organizers. */
export async function readStale(db: Database, viewer: Viewer, slug: string): Promise<StaleResults[]> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const rows = await db.$queryRaw<
    { slug: string; title: string; revision: number; outdated: number; results: number; underWay: number }[]
  >`
    select p.slug, p.title, p.revision, count(*)::int as results,
      count(*) filter (where coalesce(n."referenceRevision", 0) < p.revision)::int as outdated,
      (select count(*)::int from "Evaluation" w join "Submission" ws on ws.id = w."submissionId"
        where ws."phaseId" = p.id and w.kind = 'rescore' and w.state in ('queued', 'running', 'scoring')) as "underWay"
    from "Phase" p join "Submission" s on s."phaseId" = p.id join lateral (
      select e."referenceRevision" from "Evaluation" e
      where e."submissionId" = s.id and e.state = 'done' order by e.attempt desc limit 1) n on true
    where p."challengeId" = ${challenge.id}
    group by p.id order by p.position`;
  return rows
    .filter(({ outdated }) => outdated > 0)
    .map(({ slug: phase, title, revision, ...counts }) => ({
      phase: { slug: phase, title },
      referenceRevision: revision,
      ...counts,
    }));
}
