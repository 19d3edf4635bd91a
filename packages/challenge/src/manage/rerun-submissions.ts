import type { Database, Prisma } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import type { NeedsRerun } from "./find-rescorable.ts";
import { isUnderWay, queueRerun } from "./queue-rerun.ts";
import { countOf, requireConfirmed } from "./require-confirmed.ts";
import { requireManagedPhase } from "./require-managed.ts";

/** Submissions of a phase: those that a fault of the platform failed, all that failed, or all. */
export const RERUN_CHOICES = ["platform-faults", "failed", "all"] as const;
export type RerunChoice = (typeof RERUN_CHOICES)[number];

export interface RerunOutcome {
  queued: readonly { submission: string; evaluation: string; attempt: number }[];
  /** Left out, since they are being evaluated just now, or were disqualified. */
  leftOut: readonly NeedsRerun[];
}

/** More at once are a mistake, or want several goes. */
export const MOST_RERUNS = 1000;

const CHOSEN: Readonly<Record<RerunChoice, Prisma.SubmissionWhereInput>> = {
  "platform-faults": { state: "failed", failureCode: "platform-fault" },
  failed: { state: "failed" },
  all: {},
};

/**
 * Runs several submissions of a phase again, by name or by choice: as `rerunSubmission`, in one transaction, announced
 * together. What is under way, and what was disqualified and not asked for by name, is left out and told.
 * @throws Refusal `not-found`, `not-allowed`, `invalid-input` for too many, `not-finished` where none can be run, `confirmation-needed`
 */
export async function rerunSubmissions(
  db: Database,
  queue: WakeQueue,
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  options: { which: RerunChoice | readonly string[]; confirm?: string | undefined },
): Promise<RerunOutcome> {
  const phase = await requireManagedPhase(db, viewer, slugs, "editor");
  const { which } = options;
  const named = typeof which === "string" ? null : [...new Set(which)];
  const where = { phaseId: phase.id, ...(typeof which === "string" ? CHOSEN[which] : { id: { in: named ?? [] } }) };
  const cases = await db.phaseCase.count({ where: { phaseId: phase.id } });
  return await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`select 1 from "Submission" where "phaseId" = ${phase.id} order by id for update`;
      const rows = await tx.submission.findMany({
        where,
        orderBy: { createdAt: "asc" },
        include: { team: { select: { name: true } }, evaluations: { select: { attempt: true, state: true } } },
      });
      if (named && rows.length < named.length) throw notFound("submission");
      if (rows.length > MOST_RERUNS)
        throw new Refusal("invalid-input", `These are ${rows.length} submissions; run at most ${MOST_RERUNS} at once.`);
      const leftOut: NeedsRerun[] = [];
      const ready = rows.filter((row) => {
        const why = isUnderWay(row)
          ? "it is being evaluated"
          : row.disqualifiedAt && !named
            ? "it is disqualified"
            : null;
        if (why) leftOut.push({ submission: row.id, algorithm: row.algorithm, team: row.team.name, why });
        return why === null;
      });
      if (ready.length === 0) {
        const message = leftOut.length > 0 ? "All of them are left out; see why." : "No submission is meant by this.";
        throw new Refusal("not-finished", `Nothing can be run again. ${message}`, { details: { leftOut } });
      }
      const unchecked = ready.filter(({ imageDigest }) => imageDigest === null).length;
      const consequences = [
        `${countOf(ready.length, "submission")} of “${phase.title}”, of ${countOf(new Set(ready.map(({ teamId }) => teamId)).size, "team")}, ${ready.length === 1 ? "is" : "are"} run again on ${countOf(cases, "case")} each: ${countOf(ready.length * cases, "case run")} in all.`,
        "Earlier evaluations are kept, and no team's quota is charged.",
        "The board shows present results until new ones are there.",
        ...(unchecked > 0 ? [`The image of ${countOf(unchecked, "submission")} is checked first.`] : []),
        ...leftOut.map(({ algorithm, team, why }) => `Not “${algorithm}” of ${team}: ${why}.`),
      ];
      const action = `re-run ${named ? [...named].sort().join(", ") : which}`;
      requireConfirmed({ place: phase, action, count: ready.length, consequences }, options.confirm);
      const queued: { submission: string; evaluation: string; attempt: number }[] = [];
      for (const row of ready) queued.push({ submission: row.id, ...(await queueRerun(tx, queue, row)) });
      await writeAudit(tx, {
        actorId: phase.actorId,
        actorKind: "user",
        action: "phase.rerun",
        subjectKind: "phase",
        subjectId: phase.slug,
        challengeId: phase.challengeId,
        details: {
          submissions: queued.map(({ submission }) => submission),
          leftOut: leftOut.map((one) => one.submission),
        },
      });
      return { queued, leftOut };
    },
    { timeout: 60_000, maxWait: 20_000 },
  );
}
