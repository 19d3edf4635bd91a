import { type SubmissionState, submissionStateSchema } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { notFound } from "../errors.ts";
import { requireOrganizer } from "../organize/organizer-role.ts";
import type { Viewer } from "../viewer.ts";

/** A submission as its challenge's organizers see it, in full precision. */
export interface ManagedSubmission {
  id: string;
  algorithm: string;
  team: { id: string; name: string };
  phase: { slug: string; title: string };
  state: SubmissionState;
  failureCode: string | null;
  createdAt: string;
  charged: boolean;
  baseline: boolean;
  verified: boolean;
  disqualified: { at: string; reason: string } | null;
  /** The newest result. */
  result: {
    attempt: number;
    kind: string;
    dice: number | null;
    nsd: number | null;
    medianMs: number | null;
    failedCases: number;
    referenceRevision: number | null;
    scorerVersion: string | null;
    /** Whether the reference has been mended since. */
    outdated: boolean;
  } | null;
  /** All evaluations, the oldest first. */
  evaluations: readonly {
    attempt: number;
    kind: string;
    state: string;
    failure: string | null;
    finishedAt: string | null;
  }[];
}

const include = {
  team: { select: { id: true, name: true } },
  phase: { select: { slug: true, title: true, revision: true } },
  evaluations: { orderBy: { attempt: "asc" }, include: { summary: true } },
} satisfies Prisma.SubmissionInclude;

/** A challenge's submissions, newest first, for its organizers; `cursor` is the last id of the page before. */
export async function listEntered(
  db: Database,
  viewer: Viewer,
  slug: string,
  options: {
    phase?: string | undefined;
    team?: string | undefined;
    state?: string | undefined;
    limit?: number;
    cursor?: string | undefined;
  } = {},
): Promise<{ items: ManagedSubmission[]; nextCursor: string | null }> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200);
  const rows = await db.submission.findMany({
    where: {
      phase: { challengeId: challenge.id, ...(options.phase ? { slug: options.phase } : {}) },
      ...(options.team ? { teamId: options.team } : {}),
      ...(options.state ? { state: options.state } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(options.cursor ? { cursor: { id: options.cursor }, skip: 1 } : {}),
    include,
  });
  const items = rows.slice(0, limit).map(toManaged);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * One of them.
 * @throws Refusal `not-found`, also for a submission to another challenge
 */
export async function readEntered(db: Database, viewer: Viewer, slug: string, id: string): Promise<ManagedSubmission> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const row = await db.submission.findFirst({ where: { id, phase: { challengeId: challenge.id } }, include });
  if (!row) throw notFound("submission");
  return toManaged(row);
}

function toManaged(row: Prisma.SubmissionGetPayload<{ include: typeof include }>): ManagedSubmission {
  const result = row.evaluations.findLast(({ state }) => state === "done");
  const { revision, ...phase } = row.phase;
  return {
    ...{ id: row.id, algorithm: row.algorithm, team: row.team, phase },
    state: submissionStateSchema.parse(row.state),
    failureCode: row.failureCode,
    createdAt: row.createdAt.toISOString(),
    ...{ charged: row.charged, baseline: row.baseline, verified: row.verified },
    disqualified: row.disqualifiedAt && {
      at: row.disqualifiedAt.toISOString(),
      reason: row.disqualifiedWhy ?? "",
    },
    result: result?.summary
      ? {
          ...{ attempt: result.attempt, kind: result.kind },
          ...{ dice: result.summary.meanDice, nsd: result.summary.meanNsd, medianMs: result.summary.medianMs },
          failedCases: result.summary.failedCases,
          referenceRevision: result.referenceRevision,
          scorerVersion: result.scorerVersion,
          outdated: (result.referenceRevision ?? 0) < revision,
        }
      : null,
    evaluations: row.evaluations.map(({ attempt, kind, state, failureCode, failureMessage, finishedAt }) => ({
      ...{ attempt, kind, state },
      failure: failureMessage ?? failureCode,
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
  };
}
