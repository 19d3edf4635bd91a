import type { Database } from "@bodymark/db";
import { z } from "zod";
import { type BoardEntry, boardEntrySchema } from "../board-entry.ts";
import { notFound } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { requireManagedPhase } from "./require-managed.ts";

/** A leaderboard as it once stood. */
export interface BoardRevision {
  number: number;
  at: string;
  reason: string;
  referenceRevision: number;
  scorerVersion: string | null;
}

/** Where an entry stood on one of two boards, in full precision. */
export type Standing = Pick<BoardEntry, "rank" | "score" | "dice" | "nsd">;

export interface BoardComparison {
  before: BoardRevision;
  after: BoardRevision;
  /** In the order of the later board; then what is no longer on it. */
  entries: readonly {
    submission: string;
    algorithm: string;
    team: string;
    before: Standing | null;
    after: Standing | null;
  }[];
}

const MOST = 200;
type Slugs = { challenge: string; phase: string };

/** The revisions of a phase's board, newest first, at most 200, for the organizers. */
export async function listBoards(db: Database, viewer: Viewer, slugs: Slugs): Promise<BoardRevision[]> {
  const phase = await requireManagedPhase(db, viewer, slugs, "reviewer");
  const rows = await db.leaderboardRevision.findMany({
    where: { phaseId: phase.id },
    orderBy: { number: "desc" },
    take: MOST,
    omit: { entries: true },
  });
  return rows.map(toRevision);
}

/**
 * Two revisions of a phase's board side by side: each entry's rank and scores before and after. Without numbers, the
 * newest and the last one that was scored against another reference or with another scorer (else the one before).
 * @throws Refusal `not-found` for strangers, and for a revision that there is not
 */
export async function compareBoards(
  db: Database,
  viewer: Viewer,
  slugs: Slugs,
  numbers: { before?: number | undefined; after?: number | undefined } = {},
): Promise<BoardComparison> {
  const phase = await requireManagedPhase(db, viewer, slugs, "reviewer");
  const where = { phaseId: phase.id };
  const after = await db.leaderboardRevision.findFirst({
    where: { ...where, ...(numbers.after === undefined ? {} : { number: numbers.after }) },
    orderBy: { number: "desc" },
  });
  if (!after) throw notFound("revision of the board");
  const earlier = { ...where, number: numbers.before ?? { lt: after.number } };
  const changed = {
    OR: [
      { referenceRevision: { not: after.referenceRevision } },
      { scorerVersion: after.scorerVersion === null ? { not: null } : { not: after.scorerVersion } },
    ],
  };
  const orderBy = { number: "desc" } as const;
  const before =
    (numbers.before === undefined
      ? await db.leaderboardRevision.findFirst({ where: { ...earlier, ...changed }, orderBy })
      : null) ?? (await db.leaderboardRevision.findFirst({ where: earlier, orderBy }));
  if (!before) throw notFound("earlier revision of the board");
  const [old, now] = [before, after].map(({ entries }) => z.array(boardEntrySchema).parse(entries));
  const former = new Map((old ?? []).map((entry) => [entry.submission, entry]));
  const current = new Map((now ?? []).map((entry) => [entry.submission, entry]));
  const gone = [...former.values()].filter(({ submission }) => !current.has(submission));
  return {
    before: toRevision(before),
    after: toRevision(after),
    entries: [...current.values(), ...gone].map(({ submission, algorithm, team }) => ({
      ...{ submission, algorithm, team },
      before: toStanding(former.get(submission)),
      after: toStanding(current.get(submission)),
    })),
  };
}

function toStanding(entry: BoardEntry | undefined): Standing | null {
  return entry ? { rank: entry.rank, score: entry.score, dice: entry.dice, nsd: entry.nsd } : null;
}

function toRevision(row: {
  number: number;
  createdAt: Date;
  reason: string;
  referenceRevision: number;
  scorerVersion: string | null;
}): BoardRevision {
  const { number, createdAt, reason, referenceRevision, scorerVersion } = row;
  return { number, at: createdAt.toISOString(), reason, referenceRevision, scorerVersion };
}
