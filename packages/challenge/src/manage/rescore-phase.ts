import { newId } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { findRescorable, type NeedsRerun } from "./find-rescorable.ts";
import { countOf, requireConfirmed } from "./require-confirmed.ts";
import { requireManagedPhase } from "./require-managed.ts";

export interface RescoreOutcome {
  /** The reference's revision that they are scored against. */
  referenceRevision: number;
  queued: readonly { submission: string; evaluation: string }[];
  /** What cannot be re-scored from what is kept: these need a re-run. */
  needsRerun: readonly NeedsRerun[];
  /** Left out, since they are being evaluated just now. */
  underWay: readonly NeedsRerun[];
}

/**
 * Scores submissions of a phase again, all with a result, some, or those that stand on an older reference, against the references and with the scorer of now: from
 * kept predictions, without a container. Each gets a further evaluation with the times of its run; earlier ones are kept.
 * Once the last of them has ended the board is published anew, with the reference's revision.
 * @throws Refusal `not-found`, `not-allowed`, `not-finished` where nothing can be re-scored, `confirmation-needed`
 */
export async function rescorePhase(
  db: Database,
  queue: WakeQueue,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  options: {
    submissions?: readonly string[] | undefined;
    /** Only those whose newest result stands on an older revision of the reference. */
    outdated?: boolean | undefined;
    confirm?: string | undefined;
  } = {},
): Promise<RescoreOutcome> {
  const phase = await requireManagedPhase(db, viewer, slugs, "editor");
  return await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`rescore/${phase.id}`}, 0))`;
      await tx.$executeRaw`select 1 from "Submission" where "phaseId" = ${phase.id} order by id for update`;
      const { revision } = await tx.phase.findUniqueOrThrow({ where: { id: phase.id }, select: { revision: true } });
      const only = options.outdated
        ? await findOutdated(tx, phase.id, revision, options.submissions)
        : options.submissions && [...new Set(options.submissions)];
      if (only && (await tx.submission.count({ where: { phaseId: phase.id, id: { in: [...only] } } })) < only.length)
        throw notFound("submission");
      const { rescorable, needsRerun, underWay } = await findRescorable(tx, phase.id, only);
      if (rescorable.length === 0) {
        const details = { needsRerun, underWay };
        const message =
          options.outdated && only?.length === 0
            ? `Nothing is out of date: every result stands on revision ${revision} of the reference.`
            : tellNothing(needsRerun.length, underWay.length);
        throw new Refusal("not-finished", message, { details });
      }
      const consequences = [
        `${countOf(rescorable.length, "submission")} of “${phase.title}” ${rescorable.length === 1 ? "is" : "are"} scored again from kept predictions, against revision ${revision} of the reference. No container runs.`,
        "Earlier scores are kept. When all of them are through, the board is published anew.",
        ...needsRerun.map(({ algorithm, team, why }) => `Not “${algorithm}” of ${team}: ${why}. It needs a re-run.`),
        ...underWay.map(({ algorithm, team, why }) => `Not “${algorithm}” of ${team}: ${why}.`),
      ];
      const action = options.outdated
        ? "re-score what stands on an older reference"
        : only
          ? `re-score ${[...only].sort().join(", ")}`
          : "re-score the phase";
      requireConfirmed({ place: phase, action, count: rescorable.length, consequences }, options.confirm);
      const queued: { submission: string; evaluation: string }[] = [];
      for (const { submission, source, attempt } of rescorable) {
        const evaluation = newId("evaluation");
        await tx.$executeRaw`
          insert into "Evaluation" (id, "submissionId", attempt, kind, "caseCount", profile, limits, environment, fingerprint,
            "imageDigest")
          select ${evaluation}, "submissionId", ${attempt}, 'rescore', 0, profile, limits, environment, fingerprint,
            "imageDigest" from "Evaluation" where id = ${source}`;
        await tx.journalEntry.create({
          data: { evaluationId: evaluation, stage: "queue", message: "asked for by an organizer: to be scored again" },
        });
        await queue.wake(tx, "evaluate", evaluation);
        queued.push({ submission, evaluation });
      }
      // A cancellation that came too late must not end the re-scoring.
      const ids = queued.map(({ submission }) => submission);
      await tx.submission.updateMany({ where: { id: { in: ids } }, data: { cancelRequestedAt: null } });
      await writeAudit(tx, {
        actorId: phase.actorId,
        actorKind: "user",
        action: "phase.rescored",
        subjectKind: "phase",
        subjectId: phase.slug,
        challengeId: phase.challengeId,
        details: { referenceRevision: revision, submissions: ids, needsRerun: needsRerun.map((one) => one.submission) },
      });
      return { referenceRevision: revision, queued, needsRerun, underWay };
    },
    { timeout: 60_000, maxWait: 20_000 },
  );
}

/** Submissions whose newest result stands on an older revision of the reference; of `among`, where that is given. */
async function findOutdated(
  tx: Transaction,
  phaseId: string,
  revision: number,
  among: readonly string[] | undefined,
): Promise<string[]> {
  const rows = await tx.submission.findMany({
    where: { phaseId, ...(among ? { id: { in: [...among] } } : {}) },
    select: {
      id: true,
      evaluations: {
        where: { state: "done" },
        orderBy: { attempt: "desc" },
        take: 1,
        select: { referenceRevision: true },
      },
    },
  });
  return rows
    .filter(({ evaluations: [newest] }) => newest && (newest.referenceRevision ?? 0) < revision)
    .map(({ id }) => id);
}

function tellNothing(needRerun: number, underWay: number): string {
  if (needRerun > 0) return `Nothing can be re-scored: ${countOf(needRerun, "submission")} would need a re-run.`;
  if (underWay > 0) return "Nothing can be re-scored now: evaluations are under way. Wait for their end.";
  return "Nothing can be re-scored: no submission has a result yet.";
}
