import {
  type CaseState,
  type CaseStatus,
  caseStateSchema,
  caseStatusSchema,
  FAILURE_TEXTS,
  type FailureCode,
  type Fault,
  FINAL_STATES,
  failureCodeSchema,
  faultOf,
  type Stage,
  type StructureScore,
  type SubmissionState,
  stageSchema,
  submissionStateSchema,
} from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound } from "./errors.ts";
import { keepsLogs } from "./keeps-logs.ts";
import { organizerRole } from "./organize/organizer-role.ts";
import { type QueuePlace, readQueuePlace } from "./read-queue-place.ts";
import { readStructures } from "./read-structures.ts";
import { fromScoreArrays } from "./score-arrays.ts";
import { shownEvaluation } from "./shown-evaluation.ts";
import { type SummaryView, toSummaryView } from "./summary-view.ts";
import type { Viewer } from "./viewer.ts";
import { casesAreOpen, onHiddenGrid } from "./visibility.ts";

export interface FailureView {
  code: FailureCode;
  stage: Stage;
  fault: Fault;
  title: string;
  what: string;
  next: string;
  /** What was found in this very image, where that says more; never anything of a hidden case. */
  detail: string | null;
}

/** One case of the newest evaluation. Figures are null where the viewer may not see single cases (yet). */
export interface CaseView {
  ordinal: number;
  state: CaseState;
  status: CaseStatus | null;
  stage: Stage | null;
  fault: Fault | null;
  flags: readonly string[];
  medianMs: number | null;
  repeatsMs: readonly number[] | null;
  peakMemoryBytes: number | null;
  structures: readonly StructureScore[] | null;
  /** The case's own name: of public cases, and for organizers. */
  name: string | null;
  /** Whether scan, reference and prediction may be looked at: of public cases alone. */
  volumes: boolean;
  /** Whether there is a log to read. */
  log: boolean;
}

export interface SubmissionView {
  id: string;
  state: SubmissionState;
  algorithm: string;
  description: string;
  method: unknown;
  challenge: { slug: string; title: string };
  phase: {
    slug: string;
    title: string;
    kind: string;
    casesOpen: boolean;
    closesAt: string | null;
    definition: string;
    counting: string;
  };
  team: { id: string; name: string };
  createdAt: string;
  receivedAt: string;
  finishedAt: string | null;
  cancelRequestedAt: string | null;
  image: { digest: string; sizeBytes: number } | null;
  upload: { id: string; fileName: string; sizeBytes: number; sha256: string | null };
  labelMap: unknown;
  anonymous: boolean;
  queue: QueuePlace | null;
  progress: { done: number; total: number } | null;
  failure: FailureView | null;
  cases: readonly CaseView[];
  summary: SummaryView | null;
  evaluation: {
    id: string;
    attempt: number;
    startedAt: string | null;
    finishedAt: string | null;
    environment: unknown;
    fingerprint: string | null;
    scorerVersion: string | null;
    referenceRevision: number | null;
  } | null;
  /** Whether the team has chosen it as the one that counts, in a phase whose teams choose. */
  chosen: boolean;
  may: { cancel: boolean; choose: boolean; seeCases: boolean; organize: boolean };
}

const include = {
  phase: { include: { challenge: true } },
  team: { include: { members: { select: { userId: true } } } },
  upload: true,
  image: true,
} satisfies Prisma.SubmissionInclude;
const ofEvaluation = {
  summary: true,
  caseRuns: { orderBy: { ordinal: "asc" }, include: { score: true, case: { select: { name: true } } } },
} satisfies Prisma.EvaluationInclude;
type Row = Prisma.SubmissionGetPayload<{ include: typeof include }>;
type RunRow = Prisma.EvaluationGetPayload<{ include: typeof ofEvaluation }>["caseRuns"][number];

/**
 * A submission as this viewer may see it: its team, the challenge's organizers, operators.
 * @throws Refusal `not-found` for everybody else
 */
export async function readSubmission(db: Database, viewer: Viewer, id: string): Promise<SubmissionView> {
  const row = await db.submission.findUnique({ where: { id }, include });
  if (!row || !viewer) throw notFound("submission");
  const role = await organizerRole(db, viewer, row.phase.challengeId);
  const organizer = role !== null;
  const member = row.team.members.some((m) => m.userId === viewer.userId);
  if (!organizer && !member) throw notFound("submission");

  const now = await databaseNow(db);
  const state = submissionStateSchema.parse(row.state);
  const open = organizer || casesAreOpen(row.phase, now);
  const { where, orderBy } = shownEvaluation(state);
  const evaluation = await db.evaluation.findFirst({
    where: { ...where, submissionId: id },
    orderBy,
    include: ofEvaluation,
  });
  const { structures } = await readStructures(db, row.phase.challengeId);
  const names = new Map(structures.map((s) => [s.label, s.name]));
  const logs = await keepsLogs(db, row.phase);
  const cases = (evaluation?.caseRuns ?? []).map((run) => toCaseView(run, row.phase, { open, logs }, now, names));
  const final = FINAL_STATES.includes(state);
  const told = (at: Date | null | undefined): string | null =>
    (at && (open ? at : onHiddenGrid(at)))?.toISOString() ?? null;

  return {
    id: row.id,
    state,
    algorithm: row.algorithm,
    description: row.description,
    method: row.method,
    challenge: { slug: row.phase.challenge.slug, title: row.phase.challenge.title },
    phase: {
      slug: row.phase.slug,
      title: row.phase.title,
      kind: row.phase.kind,
      casesOpen: casesAreOpen(row.phase, now),
      closesAt: row.phase.closesAt?.toISOString() ?? null,
      definition: row.phase.definition,
      counting: row.phase.counting,
    },
    team: { id: row.team.id, name: row.team.name },
    createdAt: row.createdAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    finishedAt: told(row.finishedAt),
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    image: row.image ? { digest: row.image.digest, sizeBytes: Number(row.image.sizeBytes) } : null,
    upload: {
      id: row.upload.id,
      fileName: row.upload.fileName,
      sizeBytes: Number(row.upload.sizeBytes),
      sha256: row.upload.sha256,
    },
    labelMap: row.labelMap,
    anonymous: row.anonymous,
    queue: state === "queued" && evaluation ? await readQueuePlace(db, evaluation.id) : null,
    progress:
      evaluation && cases.length > 0
        ? { done: cases.filter((c) => c.state === "done").length, total: cases.length }
        : null,
    failure: toFailureView(row),
    cases,
    summary: evaluation?.summary ? toSummaryView(evaluation.summary, names, open) : null,
    evaluation: evaluation && {
      id: evaluation.id,
      attempt: evaluation.attempt,
      startedAt: told(evaluation.startedAt),
      finishedAt: told(evaluation.finishedAt),
      environment: evaluation.environment,
      fingerprint: evaluation.fingerprint,
      scorerVersion: evaluation.scorerVersion,
      referenceRevision: evaluation.referenceRevision,
    },
    chosen: row.chosen,
    may: {
      cancel: !final && row.cancelRequestedAt === null && (member || role !== "reviewer"),
      choose:
        member &&
        state === "done" &&
        row.phase.counting === "chosen" &&
        !row.chosen &&
        row.disqualifiedAt === null &&
        (row.phase.closesAt === null || row.phase.closesAt > now),
      seeCases: open,
      organize: organizer,
    },
  };
}

function toCaseView(
  run: RunRow,
  phase: { caseVisibility: string },
  { open, logs }: { open: boolean; logs: boolean },
  now: Date,
  names: ReadonlyMap<number, string>,
): CaseView {
  const state = caseStateSchema.parse(run.state);
  // A live page must not time single cases.
  const told = open || (run.finishedAt !== null && run.finishedAt <= onHiddenGrid(now));
  const status = told && run.status !== null ? caseStatusSchema.parse(run.status) : null;
  const failed = status !== null && status !== "ok";
  const isPublic = phase.caseVisibility === "public" && state === "done";
  return {
    ordinal: run.ordinal,
    state: told ? state : "waiting",
    status,
    stage: failed && run.failureStage ? stageSchema.parse(run.failureStage) : null,
    fault: failed ? faultOf(status) : null,
    flags: open ? run.flags : [],
    medianMs: open ? run.medianMs : null,
    repeatsMs: open ? run.repeatsMs : null,
    peakMemoryBytes: open && run.peakMemoryBytes !== null ? Number(run.peakMemoryBytes) : null,
    structures: open && run.score ? fromScoreArrays(run.score, names) : null,
    name: open ? run.case.name : null,
    volumes: isPublic,
    log: isPublic && logs && run.logKey !== null,
  };
}

function toFailureView(row: Row): FailureView | null {
  if (row.failureCode === null) return null;
  const code = failureCodeSchema.parse(row.failureCode);
  return {
    code,
    stage: stageSchema.parse(row.failureStage ?? "accept"),
    fault: faultOf(code),
    ...FAILURE_TEXTS[code],
    detail: row.failureMessage,
  };
}
