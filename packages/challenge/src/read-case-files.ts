import type { Database } from "@bodymark/db";
import { notFound } from "./errors.ts";
import { shownEvaluation } from "./shown-evaluation.ts";
import type { Viewer } from "./viewer.ts";
import { organizes } from "./visibility.ts";

/** Keys in the object store of one case of a submission; they stay on the server. */
export interface CaseFiles {
  readonly name: string;
  readonly imageKey: string;
  readonly referenceKey: string;
  /** Null where the case failed before it had an output. */
  readonly predictionKey: string | null;
  /** The run's log, where its phase keeps logs. */
  readonly logKey: string | null;
}

/**
 * The files of a public case as one submission met it, for its team and the organizers. A case of a hidden phase has no
 * files here, closed or not, and neither has a public one that a hidden phase uses too.
 * @throws Refusal `not-found` for everybody else and for every hidden case
 */
export async function readCaseFiles(db: Database, viewer: Viewer, id: string, ordinal: number): Promise<CaseFiles> {
  const row = await db.submission.findUnique({
    where: { id },
    include: {
      phase: { select: { challengeId: true, caseVisibility: true, logPolicy: true } },
      team: { include: { members: { select: { userId: true } } } },
    },
  });
  if (!row || !viewer) throw notFound("case");
  const member = row.team.members.some((m) => m.userId === viewer.userId);
  if (!member && !(await organizes(db, viewer, row.phase.challengeId))) throw notFound("case");
  const { where, orderBy } = shownEvaluation(row.state);
  const evaluation = await db.evaluation.findFirst({ where: { ...where, submissionId: id }, orderBy });
  const run = await db.caseRun.findFirst({
    where: { evaluationId: evaluation?.id ?? "", ordinal, state: "done" },
    include: {
      case: {
        include: {
          references: { orderBy: { revision: "desc" } },
          phases: { select: { phase: { select: { caseVisibility: true } } } },
        },
      },
    },
  });
  const revealed =
    row.phase.caseVisibility === "public" && run?.case.phases.every(({ phase }) => phase.caseVisibility === "public");
  const reference = run?.case.references[0];
  if (!run || !revealed || !reference) throw notFound("case");
  return {
    name: run.case.name,
    imageKey: run.case.imageKey,
    referenceKey: reference.labelKey,
    predictionKey: run.predictionKey,
    logKey: row.phase.logPolicy === "public-cases" ? run.logKey : null,
  };
}
