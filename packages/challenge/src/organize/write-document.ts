import { type ChallengeDocument, diffChallenges, type PhaseDocument } from "@bodymark/challenge-file";
import { newId } from "@bodymark/contracts";
import type { Prisma, Transaction } from "@bodymark/db";
import { Refusal } from "../errors.ts";
import { hashRules, phaseRulesSchema } from "../phase-rules.ts";
import { createStructures } from "./create-structures.ts";

/** Brings the rows of a challenge from one document to another. Cases and pictures must be there already. */
export async function writeDocument(
  tx: Transaction,
  challengeId: string,
  before: ChallengeDocument,
  after: ChallengeDocument,
  options: { prune: boolean },
): Promise<void> {
  await tx.challenge.update({ where: { id: challengeId }, data: challengeColumns(after) });
  if (differ(before.structures, after.structures, "structures")) await replaceStructures(tx, challengeId, after);
  await writeCases(tx, challengeId, before, after);
  await writePhases(tx, challengeId, before, after);
  if (after.organizers) await writeOrganizers(tx, challengeId, after.organizers);
  if (options.prune && after.cases)
    await pruneCases(
      tx,
      challengeId,
      after.cases.map((item) => item.name),
    );
  await tx.challengeFile.deleteMany({ where: { challengeId, name: { notIn: after.pictures.map((p) => p.name) } } });
}

/** The columns of a challenge's own row, but for its address. */
export function challengeColumns(document: ChallengeDocument) {
  const { title, summary, visibility, admission, emailDomains, discussionUrl, pages, logo, costs } = document;
  return {
    ...{ title, summary, visibility, admission, emailDomains, discussionUrl },
    overview: pages.overview,
    rules: pages.rules,
    dataNotes: pages.data,
    logoKey: logo,
    ...(costs
      ? { prices: costs.prices, budgetAmount: costs.budget?.amount ?? null, budgetUnit: costs.budget?.unit ?? null }
      : {}),
  };
}

function differ(before: unknown, after: unknown, name: string): boolean {
  return diffChallenges({ [name]: before }, { [name]: after }).length > 0;
}

/** All anew: labels and names are unique, so a swap could not be written one row after the other. */
async function replaceStructures(
  tx: Transaction,
  challengeId: string,
  { structures }: ChallengeDocument,
): Promise<void> {
  await tx.structure.deleteMany({ where: { challengeId } });
  await tx.structureGroup.deleteMany({ where: { challengeId } });
  await createStructures(tx, challengeId, structures);
}

async function writeCases(
  tx: Transaction,
  challengeId: string,
  before: ChallengeDocument,
  after: ChallengeDocument,
): Promise<void> {
  const labels = new Map(after.structures.map((s) => [s.name, s.label]));
  const former = new Map((before.cases ?? []).map((item) => [item.name, item]));
  for (const item of after.cases ?? []) {
    const old = former.get(item.name);
    if (!old || !differ([old], [item], "cases")) continue;
    const row = await tx.case.update({
      where: { challengeId_name: { challengeId, name: item.name } },
      data: { patient: item.patient, metadata: item.metadata },
      include: { references: { orderBy: { revision: "desc" }, take: 1 } },
    });
    const notAnnotated = item.notAnnotated.flatMap((name) => labels.get(name) ?? []).sort((a, b) => a - b);
    for (const { id } of row.references) await tx.caseReference.update({ where: { id }, data: { notAnnotated } });
  }
}

async function pruneCases(tx: Transaction, challengeId: string, kept: readonly string[]): Promise<void> {
  const gone = { challengeId, name: { notIn: [...kept] } };
  const run = await tx.case.findFirst({ where: { ...gone, runs: { some: {} } }, select: { name: true } });
  if (run)
    throw new Refusal(
      "in-use",
      `Submissions have run on case ${run.name}, so it stays. Take it out of the phases instead.`,
    );
  await tx.case.deleteMany({ where: gone });
}

async function writePhases(
  tx: Transaction,
  challengeId: string,
  before: ChallengeDocument,
  after: ChallengeDocument,
): Promise<void> {
  const kept = after.phases.map((phase) => phase.slug);
  const removed = await tx.phase.findMany({
    where: { challengeId, slug: { notIn: kept } },
    include: { _count: { select: { submissions: true } } },
  });
  for (const phase of removed) {
    if (phase._count.submissions > 0) {
      const message = `“${phase.title}” has ${phase._count.submissions} submissions, so it cannot be removed. Close it instead.`;
      throw new Refusal("in-use", message);
    }
  }
  const ids = removed.map((phase) => phase.id);
  await tx.phase.updateMany({ where: { challengeId, gatePhaseId: { in: ids } }, data: { gatePhaseId: null } });
  await tx.phase.deleteMany({ where: { id: { in: ids } } });

  const former = new Map(before.phases.map((phase) => [phase.slug, phase]));
  const idOf = new Map<string, string>();
  for (const [index, phase] of after.phases.entries()) {
    const { id } = await tx.phase.upsert({
      where: { challengeId_slug: { challengeId, slug: phase.slug } },
      create: { id: newId("phase"), challengeId, slug: phase.slug, ...phaseColumns(phase, index) },
      update: phaseColumns(phase, index),
      select: { id: true },
    });
    idOf.set(phase.slug, id);
    // What was frozen is frozen again as amended.
    const rules = phaseRulesSchema.parse(phase.ranking);
    await tx.phase.updateMany({ where: { id, frozenAt: { not: null } }, data: { schemeHash: hashRules(rules) } });
    const old = former.get(phase.slug);
    const cases = { cases: phase.cases, timingCases: phase.timingCases };
    if (JSON.stringify(cases) !== JSON.stringify({ cases: old?.cases ?? [], timingCases: old?.timingCases ?? "all" }))
      await replacePhaseCases(tx, challengeId, id, phase);
  }
  for (const phase of after.phases) {
    const gatePhaseId = phase.gate === null ? null : (idOf.get(phase.gate) ?? null);
    await tx.phase.updateMany({ where: { id: idOf.get(phase.slug) ?? "" }, data: { gatePhaseId } });
  }
}

function phaseColumns(phase: PhaseDocument, index: number) {
  const {
    title,
    description,
    kind,
    caseVisibility,
    profile,
    definition,
    absentPolicy,
    counting,
    publication,
    logPolicy,
  } = phase;
  return {
    ...{
      title,
      description,
      kind,
      caseVisibility,
      profile,
      definition,
      absentPolicy,
      counting,
      publication,
      logPolicy,
    },
    position: index + 1,
    opensAt: phase.opensAt === null ? null : new Date(phase.opensAt),
    closesAt: phase.closesAt === null ? null : new Date(phase.closesAt),
    inputSlug: phase.slugs.input,
    outputSlug: phase.slugs.output,
    limits: phase.limits as Prisma.InputJsonObject,
    scheme: phaseRulesSchema.parse(phase.ranking) as Prisma.InputJsonObject,
    keptLimitBytes: BigInt(phase.keptPredictionBytes),
    quotaCount: phase.quota.count,
    quotaWindowS: phase.quota.windowS,
    failureCount: phase.quota.failures,
  };
}

async function replacePhaseCases(
  tx: Transaction,
  challengeId: string,
  phaseId: string,
  phase: PhaseDocument,
): Promise<void> {
  const rows = await tx.case.findMany({
    where: { challengeId, name: { in: phase.cases } },
    select: { id: true, name: true },
  });
  const idOf = new Map(rows.map(({ id, name }) => [name, id]));
  const timed = phase.timingCases === "all" ? null : new Set(phase.timingCases);
  await tx.phaseCase.deleteMany({ where: { phaseId } });
  await tx.phaseCase.createMany({
    data: phase.cases.map((name, i) => ({
      phaseId,
      caseId: idOf.get(name) ?? "",
      position: i + 1,
      timing: timed?.has(name) ?? true,
    })),
  });
}

async function writeOrganizers(
  tx: Transaction,
  challengeId: string,
  organizers: NonNullable<ChallengeDocument["organizers"]>,
): Promise<void> {
  const people = await tx.user.findMany({
    where: { email: { in: organizers.map((o) => o.email) } },
    select: { id: true, email: true },
  });
  const idOf = new Map(people.map(({ id, email }) => [email.toLowerCase(), id]));
  const unknown = organizers.filter((o) => !idOf.has(o.email)).map((o) => o.email);
  if (unknown.length > 0) {
    const message = `There is no account with the address ${unknown.join(", ")}. Ask them to sign up first.`;
    throw new Refusal("invalid-input", message, { details: { fields: [{ path: "organizers", message }] } });
  }
  await tx.challengeOrganizer.deleteMany({ where: { challengeId, userId: { notIn: [...idOf.values()] } } });
  for (const { email, role } of organizers) {
    const userId = idOf.get(email) ?? "";
    await tx.challengeOrganizer.upsert({
      where: { challengeId_userId: { challengeId, userId } },
      create: { challengeId, userId, role },
      update: { role },
    });
  }
}
