import {
  type ChallengeDocument,
  type Change,
  challengeDocumentSchema,
  costsSchema,
  diffChallenges,
  expandNames,
} from "@bodymark/challenge-file";
import { newId } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";
import { tellBudgets } from "../costs/tell-budgets.ts";
import { databaseNow } from "../database-clock.ts";
import { notFound, Refusal } from "../errors.ts";
import { publishBoard } from "../publish-board.ts";
import type { Viewer } from "../viewer.ts";
import { auditChanges } from "./audit-changes.ts";
import { documentVersion } from "./document-version.ts";
import { freezePhases } from "./freeze-phases.ts";
import { mayCreateChallenges, organizerRole, requireRole } from "./organizer-role.ts";
import { confirmationToken, findEffects, type PhaseEffect, readOpenedPhases } from "./phase-effects.ts";
import { readDocument } from "./read-document.ts";
import { tellOrganizers } from "./tell-organizers.ts";
import { challengeColumns, writeDocument } from "./write-document.ts";

export interface ApplyOptions {
  /** Tell what would change, change nothing. */
  dryRun?: boolean;
  /** Remove cases that the document does not list (where it lists any). */
  prune?: boolean;
  /** Refuse where the challenge is no longer of this version: somebody else changed it since it was read. */
  ifVersion?: string;
  /** The token of exactly the changes and effects that were shown. */
  confirm?: string;
  /** Why what was frozen when a phase opened is changed; shown on its board. */
  reason?: string;
}

export interface ApplyOutcome {
  slug: string;
  created: boolean;
  applied: boolean;
  changes: Change[];
  effects: PhaseEffect[];
  /** To be given back as `confirm`; null where nothing needs to be confirmed. */
  confirm: string | null;
  /** Of the challenge as it is now, to be given back as `ifVersion`; null where there is none. */
  version: string | null;
}

/**
 * Brings a challenge to what a document says, in one transaction: the one way in which organizers change anything but
 * files. `make` gets the challenge as it is (null: there is none, and it is created) and gives what it should be.
 * Changing a phase that has opened is first refused with what it will affect; a second call with that answer's token
 * goes through, with a reason where something frozen changes. Every change is in the audit log.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `confirmation-needed`, `in-use`, `invalid-input`;
 * ZodError
 */
export async function applyDocument(
  db: Database,
  viewer: Viewer,
  slug: string,
  make: (current: ChallengeDocument | null) => unknown,
  options: ApplyOptions = {},
): Promise<ApplyOutcome> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in, or give an API key.");
  const { outcome, republish, rebudget } = await db.$transaction(
    async (tx) => {
      const existing = await lockChallenge(tx, slug);
      const role = existing ? await organizerRole(tx, viewer, existing.id) : null;
      if (existing ? role === null : !mayCreateChallenges(viewer)) throw notFound("challenge");
      const current = existing ? await readDocument(tx, existing.id) : null;
      const version = current ? documentVersion(current) : null;
      if (options.ifVersion !== undefined && options.ifVersion !== version) throw changedMeanwhile(version);
      const wanted = resolve(challengeDocumentSchema.parse(make(current)), current);
      if (wanted.slug !== slug)
        throw new Refusal("invalid-input", `The document is of “${wanted.slug}”, the address of “${slug}”.`);
      const changes = diffChallenges(current, wanted).filter(
        (change) => "after" in change || options.prune || !isWholeCase(change.path),
      );
      if (role && !(await isLeaving(tx, viewer.userId, changes)))
        requireRole(role, changes.some(({ path }) => /^(organizers|visibility)\b/.test(path)) ? "owner" : "editor");
      const now = await databaseNow(tx);
      const opened = existing ? await readOpenedPhases(tx, existing, now) : [];
      const effects = findEffects(opened, changes);
      const confirm = effects.length > 0 ? confirmationToken(changes, effects) : null;
      const outcome = {
        slug,
        created: !existing,
        applied: !options.dryRun && changes.length > 0,
        changes,
        effects,
        confirm,
        version,
      };
      if (options.dryRun || changes.length === 0) return { outcome, republish: [], rebudget: [] };
      refuseUnconfirmed(effects, confirm, options);

      // What has opened is frozen as it was then, whatever changes now.
      if (existing) await freezePhases(tx, existing.id);
      const challengeId = existing?.id ?? (await create(tx, viewer.userId, wanted));
      const before = current ?? (await readDocument(tx, challengeId));
      await refuseMissingFiles(tx, challengeId, wanted);
      await writeDocument(tx, challengeId, before, wanted, { prune: options.prune ?? false });
      await refuseUnknownLabels(tx, challengeId, wanted);
      if (!existing && wanted.organizers) await refuseStrangerAsCreator(tx, challengeId, viewer);
      const amendments = await writeAmendments(tx, opened, effects, changes, viewer.userId, options.reason ?? "");
      await auditChanges(tx, { userId: viewer.userId, challengeId, created: !existing }, changes, amendments);
      if (changes.some(({ path }) => path.startsWith("organizers.")))
        await tellOrganizers(tx, { id: challengeId, slug, title: wanted.title }, changes, {
          ...{ userId: viewer.userId, auditKey: `${challengeId}/${now.toISOString()}` },
        });
      await freezePhases(tx, challengeId);
      const touched = effects.filter(
        (e) => e.evaluated > 0 && e.consequences.some((line) => line.includes("published anew")),
      );
      outcome.version = documentVersion(await readDocument(tx, challengeId));
      return {
        outcome,
        republish: opened.filter((p) => touched.some((e) => e.phase === p.slug)).map((p) => p.id),
        rebudget: changes.some(({ path }) => path.startsWith("costs.")) ? [challengeId] : [],
      };
    },
    { timeout: 60_000, maxWait: 20_000 },
  );
  for (const phaseId of republish) await publishBoard(db, phaseId, "the organizers changed the phase's rules");
  if (rebudget.length > 0) await tellBudgets(db, rebudget);
  return outcome;
}

async function lockChallenge(tx: Transaction, slug: string): Promise<{ id: string; visibility: string } | null> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`challenge/${slug}`}, 0))`;
  return tx.challenge.findUnique({ where: { slug }, select: { id: true, visibility: true } });
}

/** What whoever saves over another's change is told; `version` is of what is there now. */
export function changedMeanwhile(version: string | null): Refusal {
  const message =
    "Somebody changed this meanwhile. Nothing is saved yet: look at their change (in another tab, say); saving again puts yours over it.";
  return new Refusal("changed-meanwhile", message, { details: { version } });
}

/** Whoever organizes may stop to, whatever the role; the document itself sees to it that an owner stays. */
async function isLeaving(tx: Transaction, userId: string, changes: readonly Change[]): Promise<boolean> {
  const [change] = changes;
  if (!change || changes.length > 1 || "after" in change || !change.path.startsWith("organizers.")) return false;
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  return change.path === `organizers.${email.toLowerCase()}`;
}

/** Patterns become names; what a document leaves out is as it was. */
function resolve(document: ChallengeDocument, current: ChallengeDocument | null): ChallengeDocument {
  const known = [...new Set([...(current?.cases ?? []), ...(document.cases ?? [])].map((item) => item.name))].sort();
  const problems: { path: string; message: string }[] = [];
  const phases = document.phases.map((phase, i) => {
    const { names, unknown } = expandNames(phase.cases, known);
    const timing = phase.timingCases === "all" ? null : expandNames(phase.timingCases, names);
    const say = (field: "cases" | "timingCases", message: string, entry?: string) => {
      const list = phase[field];
      const at = entry === undefined || list === "all" ? "" : `.${list.indexOf(entry)}`;
      problems.push({ path: `phases.${i}.${field}${at}`, message });
    };
    for (const name of unknown)
      say("cases", `“${phase.title}” names the case “${name}”, which there is not. Add the case first.`, name);
    for (const name of timing?.unknown ?? [])
      say("timingCases", `“${phase.title}” times the case “${name}”, which is none of its cases.`, name);
    if (timing && names.length > 0 && timing.names.length === 0 && timing.unknown.length === 0)
      say("timingCases", `Name at least one case of “${phase.title}” that is timed, or let all be.`);
    return {
      ...phase,
      cases: names,
      timingCases: timing && timing.names.length < names.length ? sortLike(names, timing.names) : ("all" as const),
    };
  });
  const [first] = problems;
  if (first) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    throw new Refusal("invalid-input", `${first.message}${more}`, { details: { fields: problems } });
  }
  const costs = document.costs ?? current?.costs ?? costsSchema.parse({});
  return { ...document, costs, phases };
}

function sortLike(order: readonly string[], names: readonly string[]): string[] {
  return order.filter((name) => names.includes(name));
}

function isWholeCase(path: string): boolean {
  return path.startsWith("cases.");
}

function refuseUnconfirmed(effects: readonly PhaseEffect[], confirm: string | null, options: ApplyOptions): void {
  if (confirm === null) return;
  const reasonNeeded = effects.some((effect) => effect.amends);
  const confirmed = options.confirm === confirm;
  if (confirmed && (!reasonNeeded || options.reason?.trim())) return;
  const names = effects.map((effect) => `“${effect.title}”`).join(", ");
  const message = confirmed
    ? `This changes what was frozen when ${names} opened: give a reason, which is shown on the board.`
    : `This changes ${names} while it runs or after it ran. Look at what it affects, then confirm.`;
  throw new Refusal("confirmation-needed", message, { details: { effects, confirm, reasonNeeded } });
}

async function create(tx: Transaction, userId: string, document: ChallengeDocument): Promise<string> {
  const id = newId("challenge");
  await tx.challenge.create({
    data: { id, slug: document.slug, ...challengeColumns(document), organizers: { create: { userId, role: "owner" } } },
  });
  return id;
}

/** Cases and pictures come before the document that speaks of them. */
async function refuseMissingFiles(tx: Transaction, challengeId: string, document: ChallengeDocument): Promise<void> {
  const pictures = await tx.challengeFile.findMany({ where: { challengeId } });
  const stored = new Map(pictures.map((p) => [p.name, p.sha256]));
  const picture = document.pictures.find((p) => stored.get(p.name) !== p.sha256);
  if (picture)
    throw new Refusal(
      "invalid-input",
      `The picture ${picture.name} is not uploaded (or is another one): send it first.`,
    );
  if (!document.cases) return;
  const rows = await tx.case.findMany({
    where: { challengeId },
    include: { references: { orderBy: { revision: "desc" }, take: 1 } },
  });
  const known = new Map(rows.map((row) => [row.name, `${row.imageSha256}/${row.references[0]?.labelSha256}`]));
  const item = document.cases.find((c) => known.get(c.name) !== `${c.imageSha256}/${c.labelSha256}`);
  if (item)
    throw new Refusal(
      "invalid-input",
      `The files of case ${item.name} are not uploaded (or are others): add the case first.`,
    );
}

/** A reference may hold only labels that are scored or said not to be. */
async function refuseUnknownLabels(tx: Transaction, challengeId: string, document: ChallengeDocument): Promise<void> {
  const labels = new Set(document.structures.map((s) => s.label));
  const used = new Set(document.phases.flatMap((phase) => phase.cases));
  const rows = await tx.case.findMany({
    where: { challengeId, name: { in: [...used] } },
    select: { name: true, references: { orderBy: { revision: "desc" }, take: 1, select: { present: true } } },
  });
  for (const { name, references } of rows) {
    const unknown = references[0]?.present.find((label) => !labels.has(label));
    if (unknown !== undefined)
      throw new Refusal(
        "invalid-input",
        `The reference of case ${name} has label ${unknown}, which is no structure of the challenge.`,
      );
  }
}

async function refuseStrangerAsCreator(
  tx: Transaction,
  challengeId: string,
  viewer: NonNullable<Viewer>,
): Promise<void> {
  if (viewer.role === "operator" || (await organizerRole(tx, viewer, challengeId)) === "owner") return;
  throw new Refusal(
    "invalid-input",
    "The organizers that the document lists do not have you as an owner: add yourself.",
  );
}

async function writeAmendments(
  tx: Transaction,
  opened: readonly { id: string; slug: string }[],
  effects: readonly PhaseEffect[],
  changes: readonly Change[],
  actorId: string,
  reason: string,
): Promise<Map<string, string>> {
  const amended = new Map<string, string>();
  for (const effect of effects.filter((e) => e.amends)) {
    const phase = opened.find((p) => p.slug === effect.phase);
    if (!phase) continue;
    const parts = changes.filter(
      ({ path }) => path.startsWith(`phases.${phase.slug}.`) || path.startsWith("structures"),
    );
    await tx.phaseAmendment.create({
      data: {
        id: newId("amendment"),
        phaseId: phase.id,
        actorId,
        reason: reason.trim(),
        changes: JSON.parse(JSON.stringify(parts)) as Prisma.InputJsonArray,
      },
    });
    await tx.phase.update({
      where: { id: phase.id },
      data: { revision: { increment: touchesReferences(effect) ? 1 : 0 } },
    });
    amended.set(phase.slug, reason.trim());
  }
  return amended;
}

function touchesReferences(effect: PhaseEffect): boolean {
  return effect.fields.some((field) => ["references", "cases", "structures"].includes(field));
}
