import { type Limits, limitsSchema, type Slugs } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { phaseRulesSchema } from "./phase-rules.ts";
import { type PhaseStatus, phaseStatus } from "./phase-status.ts";

/** A phase as everybody may know it. */
export interface PhaseView {
  slug: string;
  title: string;
  description: string;
  kind: string;
  status: PhaseStatus;
  opensAt: string | null;
  closesAt: string | null;
  caseVisibility: string;
  caseCount: number;
  profile: string;
  /** Interface slugs of the `grand-challenge` profile. */
  slugs: Slugs;
  limits: Limits;
  definition: string;
  scheme: string;
  schemeHash: string | null;
  metrics: readonly { name: string; direction: string; weight: number }[];
  counting: string;
  publication: string;
  absentPolicy: string;
  quota: {
    count: number | null;
    windowS: number;
    /** Failures of the participant, where they have a limit apart; null: they count under `count`. */
    failures: number | null;
  };
  gate: { slug: string; title: string } | null;
  submissions: number;
}

export const phaseInclude = {
  gatePhase: { select: { slug: true, title: true } },
  _count: { select: { cases: true, submissions: true } },
} satisfies Prisma.PhaseInclude;
type PhaseRow = Prisma.PhaseGetPayload<{ include: typeof phaseInclude }>;

export function toPhaseView(row: PhaseRow, now: Date): PhaseView {
  const rules = phaseRulesSchema.parse(row.scheme);
  return {
    slug: row.slug,
    title: row.title,
    description: row.description,
    kind: row.kind,
    status: phaseStatus(row, now),
    opensAt: row.opensAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    caseVisibility: row.caseVisibility,
    caseCount: row._count.cases,
    profile: row.profile,
    slugs: { input: row.inputSlug, output: row.outputSlug },
    limits: limitsSchema.parse(row.limits),
    definition: row.definition,
    scheme: rules.scheme,
    schemeHash: row.schemeHash,
    metrics: rules.metrics,
    counting: row.counting,
    publication: row.publication,
    absentPolicy: row.absentPolicy,
    quota: { count: row.quotaCount, windowS: row.quotaWindowS, failures: row.failureCount },
    gate: row.gatePhase,
    submissions: row._count.submissions,
  };
}

/** Phases in their order; for lists of one challenge. */
export async function listPhases(db: Database, challengeId: string, now: Date): Promise<PhaseView[]> {
  const rows = await db.phase.findMany({ where: { challengeId }, orderBy: { position: "asc" }, include: phaseInclude });
  return rows.map((row) => toPhaseView(row, now));
}
