import type { Database } from "@bodymark/db";
import { notFound, Refusal } from "../errors.ts";
import { publishBoard } from "../publish-board.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireManagedPhase } from "./require-managed.ts";

export interface CancelledRescores {
  /** Submissions whose re-scoring had not begun: it has ended. */
  cancelled: readonly string[];
  /** Submissions being scored just now: their worker ends that within seconds. */
  stopping: readonly string[];
}

/**
 * Ends re-scorings of a phase that wait or run, all or those of some submissions. The results of before stand, so nothing
 * is lost; what is through already stays re-scored. No submission is cancelled by it.
 * @throws Refusal `not-found`, `not-allowed`, `already-final` where none is under way
 */
export async function cancelRescore(
  db: Database,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  options: { submissions?: readonly string[] | undefined } = {},
): Promise<CancelledRescores> {
  const phase = await requireManagedPhase(db, viewer, slugs, "editor");
  const only = options.submissions === undefined ? null : [...options.submissions];
  const outcome = await db.$transaction(async (tx) => {
    if (only && (await tx.submission.count({ where: { phaseId: phase.id, id: { in: only } } })) < new Set(only).size)
      throw notFound("submission");
    const rows = await tx.$queryRaw<{ submissionId: string; state: string }[]>`
      with wanted as (
        select e.id, e.state from "Evaluation" e join "Submission" s on s.id = e."submissionId"
        where s."phaseId" = ${phase.id} and e.kind = 'rescore' and e.state in ('queued', 'running', 'scoring')
          and (${only}::text[] is null or s.id = any(${only}::text[]))
        order by e.id for update of e),
      told as (
        insert into "JournalEntry" ("evaluationId", stage, message)
        select id, 'queue', concat('cancellation asked for by an organizer', case when state = 'queued' then '; it had not begun' end)
        from wanted)
      update "Evaluation" e set "cancelRequestedAt" = now(),
        state = case when w.state = 'queued' then 'cancelled' else e.state end,
        "finishedAt" = case when w.state = 'queued' then now() end,
        "failureCode" = case when w.state = 'queued' then 'cancelled' end,
        fence = e.fence + (w.state = 'queued')::int
      from wanted w where w.id = e.id
      returning e."submissionId", w.state`;
    if (rows.length === 0) throw new Refusal("already-final", "No re-scoring is under way here.");
    const of = (waits: boolean) =>
      rows.filter(({ state }) => (state === "queued") === waits).map(({ submissionId }) => submissionId);
    const ended = { cancelled: of(true), stopping: of(false) };
    await writeAudit(tx, {
      actorId: phase.actorId,
      actorKind: "user",
      action: "phase.rescore-cancelled",
      subjectKind: "phase",
      subjectId: phase.slug,
      challengeId: phase.challengeId,
      details: { ...ended },
    });
    return ended;
  });
  // What is through of the batch waited for the rest.
  if (outcome.stopping.length === 0) await publishBoard(db, phase.id, "a re-scoring was cancelled");
  return outcome;
}
