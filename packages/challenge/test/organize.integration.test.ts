import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { encodeNifti } from "@bodymark/nifti";
import { type ObjectStore, openObjectStore } from "@bodymark/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  applyDocument,
  caseRequestSchema,
  createChallenge,
  editChallenge,
  enterCase,
  findKnownFiles,
  listOrganized,
  listOrganizerCases,
  openCaseFile,
  openPicture,
  partVersion,
  putPicture,
  readAudit,
  readDefinition,
  readLeaderboard,
  removeCase,
  removeOrganizer,
  removePhase,
  savePhase,
  setOrganizer,
  type Viewer,
} from "../src/index.ts";

type Person = NonNullable<Viewer>;

let fresh: FreshDatabase;
let db: Database;
let store: ObjectStore;
let folder: string;
let challenge: SmallChallenge;
let serial = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-organize-"));
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  store = await openObjectStore({ kind: "disk", root: folder });
  challenge = await makeSmallChallenge(db);
});
afterAll(async () => {
  await db.$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const STRUCTURES = [
  { label: 1, name: "liver", toleranceMm: 1 },
  { label: 2, name: "aorta", toleranceMm: 1, groups: ["tubular"] },
];
const emailOf = (person: Person) => `${person.userId}@example.org`;

/** A draft of its own owner, with one of each role. */
async function draft(): Promise<{ slug: string; owner: Person; editor: Person; reviewer: Person }> {
  serial += 1;
  const owner = await makeUser(db, "organizer");
  const slug = `draft-${serial}`;
  await createChallenge(db, owner, { slug, title: "Draft", structures: STRUCTURES });
  const [editor, reviewer] = [await makeUser(db), await makeUser(db)];
  await setOrganizer(db, owner, slug, { email: emailOf(editor), role: "editor" });
  await setOrganizer(db, owner, slug, { email: emailOf(reviewer), role: "reviewer" });
  return { slug, owner, editor, reviewer };
}

const PHASE = { slug: "final", title: "Final", kind: "final" as const };
const SHAPE = [8, 8, 4] as const;
const AFFINE = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1];

/** A complete upload of a case's file, as the upload server leaves it. */
async function uploaded(owner: Person, data: Int16Array | Uint8Array): Promise<string> {
  const bytes = encodeNifti({ shape: SHAPE, affine: AFFINE, data }, { gzip: true });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const objectKey = `cases/sha256/${sha256}`;
  await store.put(objectKey, bytes, { sha256 });
  await db.upload.create({
    data: {
      ...{ id: newId("upload"), ownerId: owner.userId, kind: "case", fileName: "x.nii.gz", sha256, objectKey },
      ...{ sizeBytes: BigInt(bytes.length), state: "complete", completedAt: new Date(), expiresAt: new Date() },
    },
  });
  return sha256;
}
const scan = (seed: number) => Int16Array.from({ length: 256 }, (_, i) => ((i * 7 + seed * 13) % 300) - 100);
const map = (label: number) => new Uint8Array(256).fill(label, 20, 60);

async function request(owner: Person, name: string, seed: number, label = 1, more: object = {}) {
  return caseRequestSchema.parse({
    ...{ name, imageSha256: await uploaded(owner, scan(seed)), labelSha256: await uploaded(owner, map(label)) },
    ...more,
  });
}

describe("creating a challenge", () => {
  test("is for organizers and operators; participants and strangers are told so", async () => {
    const document = { slug: "mine", title: "Mine" };
    await expect(createChallenge(db, null, document)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(createChallenge(db, await makeUser(db), document)).rejects.toMatchObject({ code: "not-allowed" });
    const organizer = await makeUser(db, "organizer");
    expect(await createChallenge(db, organizer, document)).toMatchObject({ created: true, applied: true });
    await expect(createChallenge(db, organizer, document)).rejects.toMatchObject({ code: "name-taken" });
    expect((await readDefinition(db, organizer, "mine")).document).toMatchObject({
      ...{ visibility: "draft", title: "Mine" },
      organizers: [{ email: emailOf(organizer), role: "owner" }],
    });
    expect(await listOrganized(db, organizer)).toMatchObject({ items: [{ slug: "mine" }], mayCreate: true });
  });

  test("W7: fields that a document does not have are refused, whatever they are called", async () => {
    const organizer = await makeUser(db, "organizer");
    for (const extra of [
      { id: "chl_1" },
      { role: "operator" },
      { createdAt: "2020-01-01" },
      { organizerId: "usr_1" },
    ]) {
      await expect(createChallenge(db, organizer, { slug: "extra", title: "E", ...extra })).rejects.toMatchObject({
        name: "ZodError",
      });
    }
    const phase = { ...PHASE, frozenAt: null, schemeHash: "0" };
    const { slug, owner } = await draft();
    await expect(savePhase(db, owner, slug, phase)).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("authorisation", () => {
  test("W1: a stranger, signed in or not, gets not-found from every operation", async () => {
    const { slug, owner } = await draft();
    await enterCase(db, store, owner, slug, await request(owner, "a", 1));
    for (const stranger of [await makeUser(db), await makeUser(db, "organizer"), null]) {
      const attempts = await Promise.allSettled([
        readDefinition(db, stranger, slug),
        editChallenge(db, stranger, slug, { title: "Stolen" }),
        savePhase(db, stranger, slug, PHASE),
        removePhase(db, stranger, slug, "final"),
        setOrganizer(db, stranger, slug, { email: "a@b.org", role: "owner" }),
        removeOrganizer(db, stranger, slug, emailOf(owner)),
        applyDocument(db, stranger, slug, () => ({ slug, title: "Stolen" })),
        listOrganizerCases(db, stranger, slug),
        openCaseFile(db, store, stranger, slug, { name: "a", file: "image" }),
        openCaseFile(db, store, stranger, slug, { name: "a", file: "preview" }),
        removeCase(db, stranger, slug, "a"),
        findKnownFiles(db, stranger, slug, ["0".repeat(64)]),
        putPicture(db, store, stranger, slug, { name: "a.png", bytes: new Uint8Array(8) }),
        openPicture(db, store, stranger, slug, "a.png"),
        readAudit(db, stranger, slug),
      ]);
      const codes = attempts.map((a) => (a.status === "rejected" ? a.reason.code : "done"));
      expect(codes.filter((code) => code !== "not-found" && (stranger || code !== "not-signed-in"))).toEqual([]);
    }
    expect((await readDefinition(db, owner, slug)).document.title).toBe("Draft");
  });

  test("reviewers read, editors edit, owners also publish and choose the organizers; operators may everything", async () => {
    const { slug, owner, editor, reviewer } = await draft();
    await expect(readDefinition(db, reviewer, slug)).resolves.toMatchObject({ role: "reviewer" });
    await expect(readAudit(db, reviewer, slug)).resolves.toHaveProperty("items");
    await expect(editChallenge(db, reviewer, slug, { title: "R" })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(enterCase(db, store, reviewer, slug, await request(reviewer, "a", 1))).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(editChallenge(db, editor, slug, { title: "E" })).resolves.toMatchObject({ applied: true });
    await expect(editChallenge(db, editor, slug, { visibility: "public" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(setOrganizer(db, editor, slug, { email: emailOf(editor), role: "owner" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(editChallenge(db, owner, slug, { visibility: "public" })).resolves.toMatchObject({ applied: true });
    const operator = await makeUser(db, "operator");
    await expect(editChallenge(db, operator, slug, { title: "O" })).resolves.toMatchObject({ applied: true });
  });

  test("a form does not undo unseen what somebody else saved meanwhile", async () => {
    const { slug, owner, editor } = await draft();
    const base = partVersion((await readDefinition(db, owner, slug)).document, ["title", "pages"]);
    await editChallenge(db, editor, slug, { pages: { rules: "Be kind." } });
    const mine = { title: "Mine", pages: { rules: "" } };
    const refusal = await editChallenge(db, owner, slug, mine, { base }).catch((error) => error);
    expect(refusal).toMatchObject({ code: "changed-meanwhile" });
    expect((await readDefinition(db, owner, slug)).document.pages.rules).toBe("Be kind.");
    // Once told, it goes through.
    await expect(editChallenge(db, owner, slug, mine, { base: refusal.details.version })).resolves.toMatchObject({
      applied: true,
    });
  });

  test("the last owner stays, others may leave, and an unknown address is told", async () => {
    const { slug, owner, editor, reviewer } = await draft();
    await expect(removeOrganizer(db, reviewer, slug, emailOf(editor))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await db.notification.findMany({ where: { userId: reviewer.userId }, select: { title: true } })).toEqual([
      { title: "You are reviewer of the challenge “Draft”" },
    ]);
    await expect(removeOrganizer(db, reviewer, slug, emailOf(reviewer))).resolves.toMatchObject({ applied: true });
    await expect(readDefinition(db, reviewer, slug)).rejects.toMatchObject({ code: "not-found" });
    await expect(removeOrganizer(db, owner, slug, emailOf(owner))).rejects.toThrow(/owner/);
    await expect(setOrganizer(db, owner, slug, { email: emailOf(owner), role: "editor" })).rejects.toThrow(/owner/);
    await expect(setOrganizer(db, owner, slug, { email: "nobody@example.org", role: "editor" })).rejects.toThrow(
      /no account with the address nobody@example.org/,
    );
    await setOrganizer(db, owner, slug, { email: emailOf(editor), role: "owner" });
    await expect(removeOrganizer(db, editor, slug, emailOf(owner))).resolves.toMatchObject({ applied: true });
    await expect(readDefinition(db, owner, slug)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("phases", () => {
  test("of a draft are changed freely, and each change is logged with the values before and after", async () => {
    const { slug, owner } = await draft();
    await savePhase(db, owner, slug, PHASE);
    await savePhase(db, owner, slug, { ...PHASE, closesAt: "2030-01-31 23:59 AoE", limits: { caseTimeoutS: 60 } });
    const { items } = await readAudit(db, owner, slug);
    expect(items[0]).toMatchObject({
      ...{ action: "phase.changed", subjectKind: "phase", subject: "final" },
      details: {
        before: { closesAt: null, "limits.caseTimeoutS": 600 },
        after: { closesAt: "2030-02-01T11:59:00.000Z", "limits.caseTimeoutS": 60 },
      },
    });
    expect(items.map(({ action }) => action)).toEqual([
      ...["phase.changed", "phase.added", "organizer.added", "organizer.added", "challenge.created"].slice(0, 4),
      expect.stringMatching(/challenge.created|structures.changed/),
      expect.stringMatching(/challenge.created|structures.changed/),
    ]);
    await removePhase(db, owner, slug, "final");
    expect((await readDefinition(db, owner, slug)).document.phases).toEqual([]);
  });

  test("that have opened are frozen: a change shows what it affects, then needs that answer's token and a reason", async () => {
    const phase = await challenge.phase();
    const { viewer, teamId } = await challenge.member();
    const data = { phaseId: phase.id, teamId, createdById: viewer.userId, algorithm: "A", receivedAt: new Date() };
    for (const state of ["done", "queued"])
      await db.submission.create({
        data: { ...data, id: newId("submission"), uploadId: await challenge.upload(viewer), state },
      });
    const { document } = await readDefinition(db, challenge.organizer, challenge.slug);
    const before = document.phases.find((p) => p.slug === phase.slug);
    if (!before) throw new Error("no phase");
    const after = { ...before, limits: { ...before.limits, caseTimeoutS: 30 } };
    const save = (options = {}) => savePhase(db, challenge.organizer, challenge.slug, after, options);

    const refusal = await save().catch((error) => error);
    expect(refusal).toMatchObject({
      code: "confirmation-needed",
      details: {
        reasonNeeded: true,
        effects: [
          {
            ...{ phase: phase.slug, fields: ["limits.caseTimeoutS"], amends: true },
            ...{ submissions: 2, evaluated: 1, waiting: 1 },
          },
        ],
      },
    });
    const { confirm } = refusal.details;
    await expect(save({ confirm })).rejects.toThrow(/give a reason/);
    await expect(save({ confirm: "0".repeat(32), reason: "Too slow" })).rejects.toMatchObject({
      code: "confirmation-needed",
    });
    await expect(save({ dryRun: true })).resolves.toMatchObject({ applied: false, confirm });
    await expect(save({ confirm, reason: "Too slow" })).resolves.toMatchObject({ applied: true });
    const [line] = (await readAudit(db, challenge.organizer, challenge.slug)).items;
    expect(line).toMatchObject({ action: "phase.amended", details: { reason: "Too slow" } });
    const board = await readLeaderboard(db, null, { challenge: challenge.slug, phase: phase.slug });
    expect(board.amendments).toMatchObject([{ reason: "Too slow", fields: ["limits.caseTimeoutS"] }]);
    expect(await db.phase.findUniqueOrThrow({ where: { id: phase.id } })).toMatchObject({
      frozenAt: expect.any(Date),
      schemeHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await expect(
      removePhase(db, challenge.organizer, challenge.slug, phase.slug, { dryRun: true }),
    ).resolves.toHaveProperty("effects");
  });

  test("with submissions cannot be removed, and mere words of a running phase need no confirmation", async () => {
    const phase = await challenge.phase();
    const { viewer, teamId } = await challenge.member();
    const data = { phaseId: phase.id, teamId, createdById: viewer.userId, algorithm: "A", receivedAt: new Date() };
    await db.submission.create({
      data: { ...data, id: newId("submission"), uploadId: await challenge.upload(viewer) },
    });
    const { document } = await readDefinition(db, challenge.organizer, challenge.slug);
    const current = document.phases.find((p) => p.slug === phase.slug);
    if (!current) throw new Error("no phase");
    const words = { ...current, title: "New title", description: "New words" };
    await expect(savePhase(db, challenge.organizer, challenge.slug, words)).resolves.toMatchObject({ effects: [] });
    const { confirm } = await removePhase(db, challenge.organizer, challenge.slug, phase.slug, { dryRun: true });
    await expect(
      removePhase(db, challenge.organizer, challenge.slug, phase.slug, { confirm: confirm ?? "", reason: "x" }),
    ).rejects.toMatchObject({ code: "in-use" });
  });

  test("two editors at once both get through or are told; nothing is lost", async () => {
    const { slug, owner } = await draft();
    await Promise.all(
      ["a", "b", "c", "d"].map((name) => savePhase(db, owner, slug, { ...PHASE, slug: name, title: name })),
    );
    expect((await readDefinition(db, owner, slug)).document.phases.map((p) => p.slug).sort()).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });
});

describe("structures", () => {
  test("may swap labels and groups in one step", async () => {
    const { slug, owner } = await draft();
    const swapped = [
      { label: 2, name: "liver", toleranceMm: [1, 2], groups: ["large"] },
      { label: 1, name: "aorta", toleranceMm: 3 },
    ];
    await editChallenge(db, owner, slug, { structures: swapped });
    expect((await readDefinition(db, owner, slug)).document.structures).toEqual([
      { label: 2, name: "liver", toleranceMm: [1, 2], groups: ["large"] },
      { label: 1, name: "aorta", toleranceMm: 3, groups: [] },
    ]);
    await expect(
      editChallenge(db, owner, slug, { structures: [...STRUCTURES, { label: 1, name: "x", toleranceMm: 1 }] }),
    ).rejects.toThrow(/listed twice/);
  });
});

describe("cases", () => {
  test("are read, entered once, and mended as a new revision that keeps the old one", async () => {
    const { slug, owner } = await draft();
    const first = await request(owner, "case-1", 1, 1, {
      patient: "p",
      metadata: { ageYears: 60 },
      notAnnotated: ["aorta"],
    });
    expect(await enterCase(db, store, owner, slug, first)).toMatchObject({
      ...{ outcome: "added", revision: 1, shape: [8, 8, 4], spacingMm: [2, 2, 3], present: [1] },
    });
    expect(await enterCase(db, store, owner, slug, first)).toMatchObject({ outcome: "unchanged", revision: 1 });
    const mended = { ...first, labelSha256: await uploaded(owner, map(2)), note: "Wrong organ" };
    expect(await enterCase(db, store, owner, slug, mended)).toMatchObject({
      outcome: "mended",
      revision: 2,
      present: [2],
    });
    expect(await db.caseReference.count({ where: { case: { name: "case-1", challenge: { slug } } } })).toBe(2);
    const [item] = await listOrganizerCases(db, owner, slug);
    expect(item).toMatchObject({
      revision: 2,
      note: "Wrong organ",
      notAnnotated: [2],
      metadata: { ageYears: 60 },
      phases: [],
    });
    const { body, contentType } = await openCaseFile(db, store, owner, slug, { name: "case-1", file: "preview" });
    expect([contentType, (await body.toArray())[0].subarray(1, 4).toString()]).toEqual(["image/png", "PNG"]);
    const hashes = [first.imageSha256, "0".repeat(64)];
    expect(await findKnownFiles(db, owner, slug, hashes)).toEqual([first.imageSha256]);
    await removeCase(db, owner, slug, "case-1");
    expect(await listOrganizerCases(db, owner, slug)).toEqual([]);
  });

  test("are refused as the same scan, with unknown labels, or without their files, each told by file", async () => {
    const { slug, owner } = await draft();
    await enterCase(db, store, owner, slug, await request(owner, "one", 5));
    await expect(enterCase(db, store, owner, slug, await request(owner, "two", 5))).rejects.toMatchObject({
      details: { reports: [{ file: "image", problem: "it is the same scan as case one." }] },
    });
    const twins = await Promise.allSettled(
      ["twin-a", "twin-b"].map(async (name) => enterCase(db, store, owner, slug, await request(owner, name, 8))),
    );
    expect(twins.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(enterCase(db, store, owner, slug, await request(owner, "three", 6, 9))).rejects.toMatchObject({
      details: { reports: [{ file: "label", problem: expect.stringContaining("label is 9") }] },
    });
    const foreign = await request(await makeUser(db), "four", 7);
    await expect(enterCase(db, store, owner, slug, foreign)).rejects.toThrow(/not uploaded/);
  });

  test("of a phase that has opened are mended only with confirmation and a note, and the phase's revision grows", async () => {
    const { slug, owner } = await draft();
    const first = await request(owner, "case-1", 1);
    await enterCase(db, store, owner, slug, first);
    await savePhase(db, owner, slug, { ...PHASE, cases: ["case-*"] });
    await editChallenge(db, owner, slug, { visibility: "public" });
    const mended = { ...first, labelSha256: await uploaded(owner, map(2)), note: "Wrong organ" };
    const refusal = await enterCase(db, store, owner, slug, mended).catch((error) => error);
    expect(refusal).toMatchObject({ code: "confirmation-needed", details: { effects: [{ fields: ["references"] }] } });
    await enterCase(db, store, owner, slug, { ...mended, confirm: refusal.details.confirm });
    expect(await db.phase.findFirst({ where: { challenge: { slug } } })).toMatchObject({ revision: 2 });
    await expect(removeCase(db, owner, slug, "case-1")).rejects.toThrow(/Take it out of that phase/);
  });

  test("a phase takes cases by name and pattern, and says which there are not", async () => {
    const { slug, owner } = await draft();
    for (const [i, name] of ["b-2", "a-1", "b-1"].entries())
      await enterCase(db, store, owner, slug, await request(owner, name, 10 + i));
    await savePhase(db, owner, slug, { ...PHASE, cases: ["b-*", "a-1"], timingCases: ["a-1", "b-2"] });
    expect((await readDefinition(db, owner, slug)).document.phases[0]).toMatchObject({
      cases: ["b-1", "b-2", "a-1"],
      timingCases: ["b-2", "a-1"],
    });
    await expect(savePhase(db, owner, slug, { ...PHASE, cases: ["c-1"] })).rejects.toThrow(/names the case “c-1”/);
  });
});

describe("pictures", () => {
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(50)]);
  test("W8: are told by their bytes: SVG and mislabelled files are refused", async () => {
    const { slug, owner } = await draft();
    const put = (name: string, bytes: Uint8Array) => putPicture(db, store, owner, slug, { name, bytes });
    await expect(put("a.svg", Buffer.from("<svg/>"))).rejects.toMatchObject({ code: "invalid-input" });
    await expect(put("a.png", Buffer.from("<svg onload='alert(1)'/>"))).rejects.toMatchObject({
      code: "invalid-input",
    });
    await expect(put("a.jpg", png)).rejects.toMatchObject({ code: "invalid-input" });
    await expect(put("../a.png", png)).rejects.toMatchObject({ code: "invalid-input" });
    const { sha256 } = await put("a.png", png);
    await editChallenge(db, owner, slug, { logo: "a.png" });
    expect((await readDefinition(db, owner, slug)).document).toMatchObject({
      logo: "a.png",
      pictures: [{ name: "a.png", sha256 }],
    });
    await expect(openPicture(db, store, null, slug, "a.png")).rejects.toMatchObject({ code: "not-found" });
    await editChallenge(db, owner, slug, { visibility: "public" });
    await expect(openPicture(db, store, null, slug, "a.png")).resolves.toMatchObject({ contentType: "image/png" });
  });
});

describe("a whole document", () => {
  test("applied again changes nothing, and what fails leaves everything as it was", async () => {
    const { slug, owner } = await draft();
    await enterCase(db, store, owner, slug, await request(owner, "case-1", 1));
    await savePhase(db, owner, slug, { ...PHASE, cases: ["case-1"] });
    const { document } = await readDefinition(db, owner, slug);
    expect(await applyDocument(db, owner, slug, () => document)).toMatchObject({ changes: [], applied: false });
    const broken = {
      ...document,
      title: "Half",
      structures: [{ label: 7, name: "spleen", toleranceMm: 1 }],
    };
    await expect(applyDocument(db, owner, slug, () => broken)).rejects.toThrow(/label 1/);
    expect((await readDefinition(db, owner, slug)).document).toEqual(document);
  });
});
