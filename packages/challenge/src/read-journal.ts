import type { Database } from "@bodymark/db";
import { notFound } from "./errors.ts";
import type { Viewer } from "./viewer.ts";
import { organizes } from "./visibility.ts";

/** One transition of an evaluation: when, where, what and why. */
export interface JournalLine {
  at: string;
  /** Of which evaluation of the submission: 1, 2, … */
  attempt: number;
  worker: string | null;
  /** Null where it concerns the evaluation as a whole. */
  ordinal: number | null;
  stage: string;
  message: string;
}

/** Lines that one answer holds at most; an evaluation of 500 cases writes some 4,500. */
const MOST_LINES = 20_000;

/**
 * Everything that happened to a submission's evaluations, oldest first: for the challenge's organizers and operators
 * alone, since instants and messages of single cases are in it.
 * @throws Refusal `not-found` for everybody else, its own team included
 */
export async function readJournal(
  db: Database,
  viewer: Viewer,
  submissionId: string,
  options: { ordinal?: number } = {},
): Promise<JournalLine[]> {
  const submission = await db.submission.findUnique({
    where: { id: submissionId },
    select: { phase: { select: { challengeId: true } } },
  });
  if (!submission || !(await organizes(db, viewer, submission.phase.challengeId))) throw notFound("submission");
  const entries = await db.journalEntry.findMany({
    where: {
      evaluation: { submissionId },
      ...(options.ordinal === undefined ? {} : { ordinal: options.ordinal }),
    },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: MOST_LINES,
    include: { evaluation: { select: { attempt: true } } },
  });
  const workers = await db.worker.findMany({
    where: { id: { in: [...new Set(entries.flatMap(({ workerId }) => workerId ?? []))] } },
    select: { id: true, name: true },
  });
  const names = new Map(workers.map(({ id, name }) => [id, name]));
  return entries.map(({ at, workerId, ordinal, stage, message, evaluation }) => ({
    at: at.toISOString(),
    attempt: evaluation.attempt,
    worker: workerId === null ? null : (names.get(workerId) ?? workerId),
    ordinal,
    stage,
    message,
  }));
}
