import { checkCase, type FileReport } from "@bodymark/cases";
import { caseDocumentSchema, caseNameSchema } from "@bodymark/challenge-file";
import { newId } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import type { ObjectStore } from "@bodymark/storage";
import { z } from "zod";
import { databaseNow } from "../database-clock.ts";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireOrganizer } from "./organizer-role.ts";
import { confirmationToken, findEffects, readOpenedPhases } from "./phase-effects.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hex");

/** Body of a case: its two files, by the SHA-256 of complete uploads of one's own or of files the challenge has. */
export const caseRequestSchema = z.strictObject({
  name: caseNameSchema,
  imageSha256: sha256,
  labelSha256: sha256,
  patient: caseDocumentSchema.shape.patient,
  metadata: caseDocumentSchema.shape.metadata,
  notAnnotated: caseDocumentSchema.shape.notAnnotated,
  /** Labels that the references may hold, beside the challenge's structures: those of a definition about to be put. */
  moreLabels: z.array(z.number().int().min(1).max(65_535)).max(1_000).default([]),
  /** Why a reference was mended. */
  note: z.string().max(500).optional(),
  confirm: z.string().max(100).optional(),
});
export type CaseRequest = z.output<typeof caseRequestSchema>;

export interface EnteredCase {
  name: string;
  outcome: "added" | "mended" | "changed" | "unchanged";
  revision: number;
  shape: readonly number[];
  spacingMm: readonly number[];
  present: readonly number[];
  /** What is allowed but rarely meant, in a sentence. */
  warning: string | null;
}

/** Where a case's preview lies: the middle slice with outlines, made when the files were checked. */
export function previewKey(imageSha256: string, labelSha256: string): string {
  return `previews/${imageSha256}-${labelSha256}.png`;
}

interface StoredFile {
  key: string;
  sizeBytes: bigint;
}

/**
 * Adds a case whose files have been uploaded, after reading both from end to end; or, for a name that is there, mends
 * its reference as a new revision (the old one stays) or changes its facts. Entering the same again changes nothing.
 * @throws Refusal `invalid-input` with a report per file; `in-use`; `confirmation-needed` where a mended reference is
 * of a phase that has opened
 */
export async function enterCase(
  db: Database,
  store: ObjectStore,
  viewer: Viewer,
  slug: string,
  request: CaseRequest,
): Promise<EnteredCase> {
  const challenge = await requireOrganizer(db, viewer, slug, "editor");
  const structures = await db.structure.findMany({ where: { challengeId: challenge.id } });
  const labelOf = new Map(structures.map((s) => [s.name, s.label]));
  const unknown = request.notAnnotated.find((name) => !labelOf.has(name));
  if (unknown !== undefined && request.moreLabels.length === 0)
    throw new Refusal("invalid-input", `There is no structure “${unknown}” that could be not annotated.`);
  const notAnnotated = request.notAnnotated.flatMap((name) => labelOf.get(name) ?? []).sort((a, b) => a - b);

  const before = await db.case.findUnique({
    where: { challengeId_name: { challengeId: challenge.id, name: request.name } },
    include: { references: { orderBy: { revision: "desc" }, take: 1 }, _count: { select: { runs: true } } },
  });
  const reference = before?.references[0];
  const sameFiles = before?.imageSha256 === request.imageSha256 && reference?.labelSha256 === request.labelSha256;
  if (before && before.imageSha256 !== request.imageSha256 && before._count.runs > 0)
    throw new Refusal(
      "in-use",
      `Submissions have run on case ${request.name}: another image is another case. Give it a new name.`,
    );

  const image = await findFile(db, challenge, request.imageSha256, "image");
  const label = await findFile(db, challenge, request.labelSha256, "label");
  const found = sameFiles
    ? null
    : await checkCase({
        image: () => store.get(image.key),
        label: () => store.get(label.key),
        labels: new Set([...labelOf.values(), ...request.moreLabels]),
      });
  if (found && "reports" in found) throw refuseFiles(request.name, found.reports);
  const checked = found?.checked;
  if (checked) {
    await refuseDuplicate(db, challenge.id, request, checked.voxelSha256);
    await store.put(previewKey(request.imageSha256, request.labelSha256), checked.preview, {
      contentType: "image/png",
    });
  }

  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`challenge/${slug}`}, 0))`;
    const facts = { patient: request.patient, metadata: request.metadata };
    const imageColumns = {
      imageKey: image.key,
      imageSha256: request.imageSha256,
      sizeBytes: image.sizeBytes,
      ...(checked
        ? { voxelSha256: checked.voxelSha256, shape: [...checked.shape], spacingMm: [...checked.spacingMm] }
        : {}),
    };
    const current = await tx.case.findUnique({
      where: { challengeId_name: { challengeId: challenge.id, name: request.name } },
      include: { references: { orderBy: { revision: "desc" }, take: 1 } },
    });
    const last = current?.references[0];
    const audit = (action: string, details: { before: object; after: object }) =>
      writeAudit(tx, {
        actorId: challenge.userId,
        actorKind: "user",
        action,
        subjectKind: "case",
        subjectId: request.name,
        challengeId: challenge.id,
        details: JSON.parse(JSON.stringify(details)),
      });
    const answer = (
      outcome: EnteredCase["outcome"],
      revision: number,
      row: { shape: number[]; spacingMm: number[] },
      present: number[],
    ) => ({
      name: request.name,
      ...{ outcome, revision, shape: row.shape, spacingMm: row.spacingMm, present },
      warning: present.length === 0 ? "No structure is in the label map: is it the right file?" : null,
    });
    // Once more, now that no other case can come between.
    if (checked) await refuseDuplicate(tx, challenge.id, request, checked.voxelSha256);

    if (!current) {
      const row = await tx.case.create({
        data: {
          id: newId("case"),
          challengeId: challenge.id,
          name: request.name,
          ...facts,
          ...imageColumns,
          shape: [...(checked?.shape ?? [])],
          spacingMm: [...(checked?.spacingMm ?? [])],
        },
      });
      const present = checked?.present ?? [];
      await tx.caseReference.create({
        data: { ...referenceColumns(row.id, 1, label, request), present, notAnnotated },
      });
      await audit("case.added", {
        before: {},
        after: { imageSha256: request.imageSha256, labelSha256: request.labelSha256 },
      });
      return answer("added", 1, row, present);
    }
    const mended = last?.labelSha256 !== request.labelSha256;
    const otherImage = current.imageSha256 !== request.imageSha256;
    const lists = { old: last?.notAnnotated ?? [], now: notAnnotated };
    const factsDiffer =
      JSON.stringify([current.patient, sortKeys(current.metadata)]) !==
      JSON.stringify([request.patient, sortKeys(request.metadata)]);
    const annotationDiffers = JSON.stringify(lists.old) !== JSON.stringify(lists.now);
    if (mended || otherImage || annotationDiffers)
      await confirmMending(
        tx,
        challenge,
        request,
        mended ? "labelSha256" : otherImage ? "imageSha256" : "notAnnotated",
      );
    if (!otherImage && !mended && !factsDiffer && !annotationDiffers)
      return answer("unchanged", last?.revision ?? 1, current, last?.present ?? []);
    const row = await tx.case.update({ where: { id: current.id }, data: { ...facts, ...imageColumns } });
    if (!mended || !checked) {
      if (last) await tx.caseReference.update({ where: { id: last.id }, data: { notAnnotated } });
      await audit("case.changed", {
        before: {
          ...{ patient: current.patient, metadata: current.metadata, notAnnotated: lists.old },
          ...(otherImage ? { imageSha256: current.imageSha256 } : {}),
        },
        after: { ...facts, notAnnotated, ...(otherImage ? { imageSha256: request.imageSha256 } : {}) },
      });
      return answer("changed", last?.revision ?? 1, row, last?.present ?? []);
    }
    const revision = (last?.revision ?? 0) + 1;
    await tx.caseReference.create({
      data: { ...referenceColumns(current.id, revision, label, request), present: checked.present, notAnnotated },
    });
    await audit("case.mended", {
      before: {
        ...{ revision: last?.revision, labelSha256: last?.labelSha256 },
        ...(otherImage ? { imageSha256: current.imageSha256 } : {}),
      },
      after: {
        ...{ revision, labelSha256: request.labelSha256, note: request.note ?? null },
        ...(otherImage ? { imageSha256: request.imageSha256 } : {}),
      },
    });
    return answer("mended", revision, row, checked.present);
  });
}

function referenceColumns(caseId: string, revision: number, label: StoredFile, request: CaseRequest) {
  return {
    id: newId("caseRevision"),
    caseId,
    revision,
    labelKey: label.key,
    labelSha256: request.labelSha256,
    sizeBytes: label.sizeBytes,
    note: request.note ?? null,
  };
}

/** Files are found among what the challenge has and what the viewer uploaded: nobody gets at others' by their hash. */
async function findFile(
  db: Database,
  challenge: { id: string; userId: string },
  hash: string,
  file: "image" | "label",
): Promise<StoredFile> {
  const upload = await db.upload.findFirst({
    where: { ownerId: challenge.userId, kind: "case", state: "complete", sha256: hash, objectKey: { not: null } },
  });
  if (upload?.objectKey) return { key: upload.objectKey, sizeBytes: upload.sizeBytes };
  const image = await db.case.findFirst({ where: { challengeId: challenge.id, imageSha256: hash } });
  if (image) return { key: image.imageKey, sizeBytes: image.sizeBytes };
  const reference = await db.caseReference.findFirst({
    where: { labelSha256: hash, case: { challengeId: challenge.id } },
  });
  if (reference) return { key: reference.labelKey, sizeBytes: reference.sizeBytes ?? 0n };
  throw refuseFiles("", [{ file, problem: "the file is not uploaded: send it first." }]);
}

function refuseFiles(name: string, reports: readonly FileReport[]): Refusal {
  const message = reports.map(({ file, problem }) => `${file}: ${problem}`).join(" ");
  return new Refusal("invalid-input", `${name ? `Case ${name}, ` : ""}${message}`, { details: { reports } });
}

async function refuseDuplicate(
  db: Database | Transaction,
  challengeId: string,
  request: CaseRequest,
  voxelSha256: string,
): Promise<void> {
  const twin = await db.case.findFirst({
    where: {
      challengeId,
      name: { not: request.name },
      OR: [{ imageSha256: request.imageSha256 }, { voxelSha256 }],
    },
    select: { name: true },
  });
  if (twin) throw refuseFiles(request.name, [{ file: "image", problem: `it is the same scan as case ${twin.name}.` }]);
}

/** Mending a reference changes what phases with this case are scored by. */
async function confirmMending(
  tx: Transaction,
  challenge: { id: string; visibility: string; userId: string },
  request: CaseRequest,
  field: "labelSha256" | "imageSha256" | "notAnnotated",
): Promise<void> {
  const changes = [
    {
      path: `cases.${request.name}.${field}`,
      before: null,
      after: [request.labelSha256, request.imageSha256, request.notAnnotated],
    },
  ];
  const opened = await readOpenedPhases(tx, challenge, await databaseNow(tx));
  const effects = findEffects(opened, changes);
  const confirm = confirmationToken(changes, effects);
  const reason = request.note?.trim() ?? "";
  if (effects.length > 0 && (request.confirm !== confirm || reason === "")) {
    const message = `Case ${request.name} is in a phase that has opened. Look at what mending it affects, then confirm with a note that says why.`;
    throw new Refusal("confirmation-needed", message, { details: { effects, confirm, reasonNeeded: true } });
  }
  // Also phases that have not opened count revisions of their references.
  await tx.phase.updateMany({
    where: { challengeId: challenge.id, cases: { some: { case: { name: request.name } } } },
    data: { revision: { increment: 1 } },
  });
  for (const effect of effects) {
    const phase = opened.find((p) => p.slug === effect.phase);
    if (!phase) continue;
    const data = { id: newId("amendment"), phaseId: phase.id, actorId: challenge.userId, reason };
    await tx.phaseAmendment.create({ data: { ...data, changes: [{ path: "references" }] } });
  }
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
