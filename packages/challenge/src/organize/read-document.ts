import { budgetSchema, type ChallengeDocument, type PhaseDocument, pricesSchema } from "@bodymark/challenge-file";
import { limitsSchema } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";
import { phaseRulesSchema } from "../phase-rules.ts";
import { readStructures } from "../read-structures.ts";

const include = {
  organizers: { include: { user: { select: { email: true } } } },
  files: { orderBy: { name: "asc" } },
  phases: {
    orderBy: [{ position: "asc" }, { createdAt: "asc" }],
    include: {
      gatePhase: { select: { slug: true } },
      cases: { orderBy: { position: "asc" }, include: { case: { select: { name: true } } } },
    },
  },
  cases: { orderBy: { name: "asc" }, include: { references: { orderBy: { revision: "desc" }, take: 1 } } },
} satisfies Prisma.ChallengeInclude;
type Row = Prisma.ChallengeGetPayload<{ include: typeof include }>;

/** A challenge as the document that would make it. */
export async function readDocument(db: Database | Transaction, challengeId: string): Promise<ChallengeDocument> {
  const row = await db.challenge.findUniqueOrThrow({ where: { id: challengeId }, include });
  const { structures } = await readStructures(db, challengeId);
  const names = new Map(structures.map((s) => [s.label, s.name]));
  return {
    schema: "bodymark.challenge/1",
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    visibility: row.visibility === "public" ? "public" : "draft",
    admission: row.admission as ChallengeDocument["admission"],
    emailDomains: row.emailDomains,
    discussionUrl: row.discussionUrl,
    pages: { overview: row.overview, rules: row.rules, data: row.dataNotes },
    logo: row.logoKey,
    pictures: row.files.map(({ name, sha256 }) => ({ name, sha256 })),
    structures,
    phases: row.phases.map(toPhaseDocument),
    costs: {
      prices: pricesSchema.parse(row.prices),
      budget: row.budgetAmount === null ? null : budgetSchema.parse({ amount: row.budgetAmount, unit: row.budgetUnit }),
    },
    organizers: row.organizers
      .map(({ user, role }) => ({ email: user.email, role: role as "owner" }))
      .sort((a, b) => a.email.localeCompare(b.email)),
    cases: row.cases.map((item) => ({
      name: item.name,
      patient: item.patient,
      metadata: item.metadata as Record<string, string | number>,
      notAnnotated: (item.references[0]?.notAnnotated ?? []).flatMap((label) => names.get(label) ?? []).sort(),
      imageSha256: item.imageSha256,
      labelSha256: item.references[0]?.labelSha256 ?? "",
    })),
  };
}

function toPhaseDocument(row: Row["phases"][number]): PhaseDocument {
  const timed = row.cases.filter((item) => item.timing);
  return {
    slug: row.slug,
    title: row.title,
    description: row.description,
    kind: row.kind as PhaseDocument["kind"],
    opensAt: row.opensAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    caseVisibility: row.caseVisibility as PhaseDocument["caseVisibility"],
    profile: row.profile as PhaseDocument["profile"],
    slugs: { input: row.inputSlug, output: row.outputSlug },
    limits: limitsSchema.parse(row.limits) as PhaseDocument["limits"],
    definition: row.definition as PhaseDocument["definition"],
    absentPolicy: row.absentPolicy as PhaseDocument["absentPolicy"],
    ranking: phaseRulesSchema.parse(row.scheme) as PhaseDocument["ranking"],
    counting: row.counting as PhaseDocument["counting"],
    publication: row.publication as PhaseDocument["publication"],
    logPolicy: row.logPolicy as PhaseDocument["logPolicy"],
    keptPredictionBytes: Number(row.keptLimitBytes),
    quota: { count: row.quotaCount, failures: row.failureCount, windowS: row.quotaWindowS },
    gate: row.gatePhase?.slug ?? null,
    cases: row.cases.map((item) => item.case.name),
    timingCases: timed.length === row.cases.length ? "all" : timed.map((item) => item.case.name),
  };
}
