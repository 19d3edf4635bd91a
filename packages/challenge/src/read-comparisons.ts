import type { Database } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound } from "./errors.ts";
import { readLeaderboard } from "./read-leaderboard.ts";
import { readStructures } from "./read-structures.ts";
import { toSummaryView } from "./summary-view.ts";
import type { Viewer } from "./viewer.ts";
import { casesAreOpen, organizes } from "./visibility.ts";

/** What a submission's result can be held against. */
export interface Comparison {
  kind: "best" | "baseline" | "own";
  submission: string;
  algorithm: string;
  team: string;
  submittedAt: string;
  dice: number | null;
  nsd: number | null;
  medianMs: number | null;
  structures: readonly { label: number; dice: number | null; nsd: number | null; hd95Mm: number | null }[];
}

/**
 * The board's first entry, its baselines, and the team's other evaluated submissions of the phase, newest first. Others'
 * figures are those of the board as this viewer may see it; the team's own are rounded while a hidden phase is open.
 * @throws Refusal `not-found` for everybody but the team and the organizers
 */
export async function readComparisons(db: Database, viewer: Viewer, id: string): Promise<Comparison[]> {
  const row = await db.submission.findUnique({
    where: { id },
    include: {
      phase: { include: { challenge: true } },
      team: { include: { members: { select: { userId: true } } } },
    },
  });
  if (!row || !viewer) throw notFound("submission");
  const { phase, team } = row;
  const organizer = await organizes(db, viewer, phase.challengeId);
  if (!organizer && !team.members.some((m) => m.userId === viewer.userId)) throw notFound("submission");
  const open = organizer || casesAreOpen(phase, await databaseNow(db));
  const board = await readLeaderboard(db, viewer, { challenge: phase.challenge.slug, phase: phase.slug });
  const own = await db.submission.findMany({
    where: { phaseId: phase.id, teamId: team.id, state: "done", id: { not: id }, baseline: false },
    orderBy: { createdAt: "desc" },
    take: 20,
    include: {
      evaluations: { where: { state: "done" }, orderBy: { attempt: "desc" }, take: 1, include: { summary: true } },
    },
  });
  const { structures } = await readStructures(db, phase.challengeId);
  const names = new Map(structures.map((s) => [s.label, s.name]));
  const others = board.entries.filter(({ submission }) => submission !== id);
  const best = others.find((entry) => !entry.baseline);
  const fromBoard = [...(best ? [{ kind: "best", entry: best } as const] : [])];
  const baselines = others.filter((entry) => entry.baseline).map((entry) => ({ kind: "baseline", entry }) as const);
  return [
    ...[...fromBoard, ...baselines].map(({ kind, entry }): Comparison => {
      const { submission, algorithm, submittedAt, dice, nsd, medianMs } = entry;
      return {
        kind,
        submission,
        algorithm,
        team: entry.team,
        submittedAt,
        dice,
        nsd,
        medianMs,
        structures: entry.structures,
      };
    }),
    ...own.flatMap((one): Comparison[] => {
      const summary = one.evaluations[0]?.summary;
      if (!summary || one.id === best?.submission) return [];
      const view = toSummaryView(summary, names, open);
      return [
        {
          kind: "own",
          submission: one.id,
          algorithm: one.algorithm,
          team: team.name,
          submittedAt: one.createdAt.toISOString(),
          dice: view.meanDice,
          nsd: view.meanNsd,
          medianMs: view.medianMs,
          structures: view.structures,
        },
      ];
    }),
  ];
}
