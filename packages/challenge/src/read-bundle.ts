import type { KeyObject } from "node:crypto";
import { BUNDLE_FILES, commitTo, makeBundle, type Opening, saltOf } from "@bodymark/bundle";
import {
  type CaseResult,
  caseStatusSchema,
  environmentSchema,
  faultOf,
  limitsSchema,
  resultFileSchema,
  stageSchema,
} from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { databaseNow } from "./database-clock.ts";
import { notFound, Refusal } from "./errors.ts";
import { phaseRulesSchema } from "./phase-rules.ts";
import { readStructures } from "./read-structures.ts";
import { fromScoreArrays } from "./score-arrays.ts";
import { type SummaryView, toSummaryView } from "./summary-view.ts";
import type { Viewer } from "./viewer.ts";
import { casesAreOpen, organizes } from "./visibility.ts";

/** Who signs: the portal's private key, and the address that the bundle names as its issuer. */
export interface BundleSigner {
  readonly key: KeyObject;
  readonly issuer: string;
}

const include = {
  phase: { include: { challenge: true } },
  team: { include: { members: { select: { userId: true } } } },
  image: true,
  upload: { select: { sha256: true, sizeBytes: true } },
  evaluations: {
    where: { state: "done" },
    orderBy: { attempt: "desc" },
    take: 1,
    include: {
      summary: true,
      caseRuns: {
        orderBy: { ordinal: "asc" },
        include: { score: true, case: { include: { references: { orderBy: { revision: "desc" } } } } },
      },
    },
  },
} satisfies Prisma.SubmissionInclude;
type Row = Prisma.SubmissionGetPayload<{ include: typeof include }>;
type Evaluation = Row["evaluations"][number];
type Run = Evaluation["caseRuns"][number];

/**
 * The signed bundle of a submission's newest finished evaluation, for its team and the organizers. While a hidden phase
 * is open it holds no figure of a single case, whoever asks, but a commitment to the result; afterwards the result and
 * what opens the commitment. Always the same bytes for the same evaluation.
 * @throws Refusal `not-found` for everybody else, `not-finished` while there is no result
 */
export async function readBundle(
  db: Database,
  viewer: Viewer,
  id: string,
  signer: BundleSigner,
): Promise<{ fileName: string; content: Buffer }> {
  const row = await db.submission.findUnique({ where: { id }, include });
  if (!row || !viewer) throw notFound("submission");
  const member = row.team.members.some((m) => m.userId === viewer.userId);
  if (!member && !(await organizes(db, viewer, row.phase.challengeId))) throw notFound("submission");
  const evaluation = row.evaluations[0];
  if (!evaluation?.summary || !evaluation.finishedAt || !row.image)
    throw new Refusal("not-finished", "There is a bundle as soon as an evaluation of this submission is done.");

  const open = casesAreOpen(row.phase, await databaseNow(db));
  const structures = await readStructures(db, row.phase.challengeId);
  const names = new Map(structures.structures.map((s) => [s.label, s.name]));
  const summary = toSummaryView(evaluation.summary, names, open);
  const result = toText(toResult(row.image, evaluation, toSummaryView(evaluation.summary, names, true), names));
  const { phase } = row;
  const content = makeBundle(
    {
      about: {
        kind: open ? "result" : "commitment",
        issuer: signer.issuer,
        challenge: phase.challenge.slug,
        phase: phase.slug,
        team: row.team.name,
        algorithm: row.algorithm,
        submission: row.id,
        evaluation: evaluation.id,
        finishedAt: evaluation.finishedAt.toISOString(),
      },
      files: [
        ...resultFiles(result, summary, { open, hidden: phase.caseVisibility !== "public" }, evaluation, signer),
        { path: BUNDLE_FILES.phase, content: toText(describePhase(row, evaluation)) },
        { path: BUNDLE_FILES.structures, content: toText(structures) },
        { path: BUNDLE_FILES.environment, content: toText(environmentSchema.parse(evaluation.environment)) },
        { path: BUNDLE_FILES.digests, content: toText(describeDigests(row, evaluation, open)) },
      ],
    },
    signer.key,
  );
  return { fileName: `${row.id}-bundle.zip`, content };
}

/** The result itself where it may be seen, else the commitment to it beside the rounded aggregates. */
function resultFiles(
  result: string,
  { meanDice, meanNsd, medianMs, failedCases }: SummaryView,
  { open, hidden }: { open: boolean; hidden: boolean },
  evaluation: Evaluation,
  { key }: BundleSigner,
): { path: string; content: string }[] {
  const salt = saltOf(key, evaluation.id);
  const commitment = {
    schema: "bodymark.commitment/1",
    algorithm: "sha256(salt || result.json)",
    commitment: commitTo(Buffer.from(result), salt),
  } as const;
  if (!open) {
    const rounded = { meanDice, meanNsd, medianMs, failedCases };
    return [{ path: BUNDLE_FILES.commitment, content: toText({ ...commitment, summary: rounded }) }];
  }
  const opening: Opening = { ...commitment, salt: salt.toString("hex") };
  return [
    { path: BUNDLE_FILES.result, content: result },
    ...(hidden ? [{ path: BUNDLE_FILES.opening, content: toText(opening) }] : []),
  ];
}

function toResult(
  image: NonNullable<Row["image"]>,
  evaluation: Evaluation,
  { meanDice, meanNsd, medianMs, failedCases }: SummaryView,
  names: ReadonlyMap<number, string>,
) {
  return resultFileSchema.parse({
    schema: "bodymark.result/1",
    image: { digest: evaluation.imageDigest ?? image.digest, sizeBytes: Number(image.sizeBytes) },
    environment: evaluation.environment,
    scorer: { version: evaluation.scorerVersion, definition: evaluation.definition },
    cases: evaluation.caseRuns.map((run) => toCaseResult(run, names)),
    summary: { meanDice, meanNsd, medianMs, failedCases },
  });
}

function toCaseResult(run: Run, names: ReadonlyMap<number, string>): CaseResult {
  const status = caseStatusSchema.parse(run.status);
  const number = (value: bigint | null): number | null => (value === null ? null : Number(value));
  return {
    case: run.case.name,
    ordinal: run.ordinal,
    status,
    failure:
      status === "ok"
        ? null
        : { code: status, stage: stageSchema.parse(run.failureStage ?? "run"), fault: faultOf(status) },
    flags: run.flags,
    timing: { repeatsMs: run.repeatsMs, medianMs: run.medianMs },
    resources: {
      cpuMs: run.cpuMs,
      peakMemoryBytes: number(run.peakMemoryBytes),
      gpuPeakMemoryBytes: number(run.gpuPeakBytes),
      gpuMemoryAucMbS: run.gpuMemoryAucMbS,
      gpuEnergyJ: run.gpuEnergyJ,
    },
    structures: run.score ? fromScoreArrays(run.score, names) : [],
  };
}

/** By which rules it was evaluated: limits and revision as they were then. */
function describePhase({ phase }: Row, evaluation: Evaluation) {
  return {
    challenge: phase.challenge.slug,
    phase: phase.slug,
    title: phase.title,
    kind: phase.kind,
    caseVisibility: phase.caseVisibility,
    closesAt: phase.closesAt?.toISOString() ?? null,
    profile: evaluation.profile,
    limits: limitsSchema.parse(evaluation.limits),
    definition: evaluation.definition,
    absentPolicy: phase.absentPolicy,
    ranking: phaseRulesSchema.parse(phase.scheme),
    rankingHash: phase.schemeHash,
    scorerVersion: evaluation.scorerVersion,
    referenceRevision: evaluation.referenceRevision,
    caseCount: evaluation.caseCount,
  };
}

/** SHA-256 of what went in and came out; of hidden cases nothing while their phase is open. */
function describeDigests({ image, upload }: Row, evaluation: Evaluation, open: boolean) {
  const finishedAt = evaluation.finishedAt ?? new Date();
  return {
    image: image?.digest ?? null,
    archiveSha256: upload.sha256,
    cases: open
      ? evaluation.caseRuns.map((run) => ({
          ordinal: run.ordinal,
          imageSha256: run.case.imageSha256,
          referenceSha256: run.case.references.find((one) => one.createdAt <= finishedAt)?.labelSha256 ?? null,
          predictionSha256: run.predictionSha256,
        }))
      : null,
  };
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
