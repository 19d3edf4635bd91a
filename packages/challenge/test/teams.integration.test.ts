import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser, type SmallChallenge } from "../../../tests/support/small-challenge.ts";
import {
  acceptInvite,
  createSubmission,
  deletePerson,
  exportPerson,
  handOverTeam,
  inviteToTeam,
  isOfDomain,
  joinChallenge,
  leaveTeam,
  planDeletion,
  readInvite,
  readOwnQuota,
  readTeam,
  removeMember,
  type Viewer,
  withdrawInvite,
} from "../src/index.ts";

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;
let challenge: SmallChallenge;
let names = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
  challenge = await makeSmallChallenge(db);
});
afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

type Person = NonNullable<Viewer>;

const join = (viewer: Viewer, more: Partial<Parameters<typeof joinChallenge>[2]> = {}) =>
  joinChallenge(db, viewer, { challenge: challenge.slug, teamName: `Team ${names++}`, rulesAccepted: true, ...more });

async function ownTeam(): Promise<{ owner: Person; teamId: string }> {
  const owner = await makeUser(db);
  return { owner, teamId: (await join(owner)).teamId };
}

/** The token of a link; of a mailed invitation, as the mail has it. */
async function tokenFor(owner: Viewer, teamId: string, invite: Parameters<typeof inviteToTeam>[3]): Promise<string> {
  const { path } = await inviteToTeam(db, owner, teamId, invite);
  if (path) return path.split("token=")[1] ?? "";
  const mail = await db.mail.findFirstOrThrow({ where: { kind: "team-invite" }, orderBy: { createdAt: "desc" } });
  return /token=([\w-]+)/.exec(JSON.stringify(mail.body))?.[1] ?? "";
}

const submit = async (viewer: Person, phase: string) =>
  createSubmission(
    db,
    queue,
    viewer,
    { challenge: challenge.slug, phase },
    { uploadId: await challenge.upload(viewer), name: "A", description: "", method: {}, anonymous: false },
  );

const emailOf = async ({ userId }: Person) => (await db.user.findUniqueOrThrow({ where: { id: userId } })).email;

describe("joining a challenge", () => {
  test("needs a confirmed address and the rules; the same holds for submitting", async () => {
    const viewer = await makeUser(db);
    await expect(join(viewer, { rulesAccepted: false })).rejects.toMatchObject({ code: "rules-not-accepted" });
    await db.user.update({ where: { id: viewer.userId }, data: { emailVerified: false } });
    await expect(join(viewer)).rejects.toMatchObject({ code: "not-confirmed", status: 403 });
    const phase = await challenge.phase();
    const member = await challenge.member();
    await db.user.update({ where: { id: member.viewer.userId }, data: { emailVerified: false } });
    await expect(submit(member.viewer, phase.slug)).rejects.toMatchObject({ code: "not-confirmed" });
  });

  test("eight parallel requests of one person make one team, and the others say which", async () => {
    const viewer = await makeUser(db);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => join(viewer)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["already-joined"]));
    expect(refused[0].message).toMatch(/^You are in the team “Team \d+” of this challenge already/);
    expect(await db.teamMember.count({ where: { userId: viewer.userId } })).toBe(1);
  });

  test("by institution takes the confirmed address's domain and those below it, and nothing that only looks so", async () => {
    const domains = ["uni.edu", "Hospital.ORG"];
    for (const email of ["a@uni.edu", "a@med.uni.edu", "a@hospital.org", "A@UNI.EDU"]) {
      expect(isOfDomain(email, domains), email).toBe(true);
    }
    for (const email of ["a@notuni.edu", "a@uni.edu.evil.org", "uni.edu@evil.org", "a@edu", `"a@uni.edu"@evil.org`]) {
      expect(isOfDomain(email, domains), email).toBe(false);
    }
    const other = await makeSmallChallenge(db);
    await db.challenge.update({
      where: { id: other.challengeId },
      data: { admission: "domain", emailDomains: ["uni.edu"] },
    });
    const [inside, outside] = [await makeUser(db), await makeUser(db)];
    await db.user.update({ where: { id: inside.userId }, data: { email: `${inside.userId}@med.uni.edu` } });
    const enter = (viewer: Viewer) =>
      joinChallenge(db, viewer, { challenge: other.slug, teamName: "T", rulesAccepted: true });
    await expect(enter(outside)).rejects.toMatchObject({ code: "not-approved" });
    const { teamId } = await enter(inside);
    const token = await tokenFor(inside, teamId, { maxUses: 5 });
    await expect(acceptInvite(db, outside, token, true)).rejects.toMatchObject({ code: "not-approved" });
  });

  test("with approval waits, tells the organizers, and lets nobody submit meanwhile", async () => {
    const other = await makeSmallChallenge(db);
    await db.challenge.update({ where: { id: other.challengeId }, data: { admission: "approval" } });
    const phase = await other.phase();
    const viewer = await makeUser(db);
    const joined = await joinChallenge(db, viewer, { challenge: other.slug, teamName: "W", rulesAccepted: true });
    expect(joined.state).toBe("pending");
    expect(await db.notification.findMany({ where: { userId: other.organizer.userId } })).toMatchObject([
      { title: "The team “W” waits for approval" },
    ]);
    const request = { uploadId: await other.upload(viewer), name: "A", description: "", method: {}, anonymous: false };
    await expect(
      createSubmission(db, queue, viewer, { challenge: other.slug, phase: phase.slug }, request),
    ).rejects.toMatchObject({ code: "not-approved" });
  });
});

describe("invitations", () => {
  test("by link let in exactly as many as they are for, however many come at once", async () => {
    const { owner, teamId } = await ownTeam();
    const token = await tokenFor(owner, teamId, { maxUses: 3 });
    const people = await Promise.all(Array.from({ length: 8 }, () => makeUser(db)));
    const results = await Promise.allSettled(people.map((person) => acceptInvite(db, person, token, true)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await db.teamMember.count({ where: { teamId } })).toBe(4);
    await expect(readInvite(db, people[0] as Person, token)).rejects.toMatchObject({ code: "not-found" });
    expect(JSON.stringify(await db.teamInvite.findMany())).not.toContain(token);
  });

  test("by mail are for one confirmed address alone, once", async () => {
    const { owner, teamId } = await ownTeam();
    const [invited, thief] = [await makeUser(db), await makeUser(db)];
    const token = await tokenFor(owner, teamId, { email: (await emailOf(invited)).toUpperCase() });
    expect(await readInvite(db, thief, token)).toMatchObject({ forAddress: "somebody-else" });
    await expect(acceptInvite(db, thief, token, true)).rejects.toMatchObject({ code: "not-approved" });
    expect(await readInvite(db, invited, token)).toMatchObject({ forAddress: "you", ownTeam: null });
    await expect(acceptInvite(db, invited, token, false)).rejects.toMatchObject({ code: "rules-not-accepted" });
    await expect(acceptInvite(db, null, token, true)).rejects.toMatchObject({ code: "not-signed-in" });
    await acceptInvite(db, invited, token, true);
    await expect(acceptInvite(db, thief, token, true)).rejects.toMatchObject({ code: "not-found" });
  });

  test("W9: that were withdrawn or have ended are not found", async () => {
    const { owner, teamId } = await ownTeam();
    const person = await makeUser(db);
    const { id, path } = await inviteToTeam(db, owner, teamId, { maxUses: 1 });
    await withdrawInvite(db, owner, teamId, id);
    const ended = await tokenFor(owner, teamId, { maxUses: 1 });
    await db.teamInvite.updateMany({ where: { revokedAt: null }, data: { expiresAt: new Date(Date.now() - 1000) } });
    for (const token of [path?.split("token=")[1] ?? "", ended, "", "x".repeat(32)]) {
      await expect(acceptInvite(db, person, token, true)).rejects.toMatchObject({ code: "not-found" });
    }
  });

  test("bring nobody into a second team of the challenge, and the use is not lost", async () => {
    const { owner, teamId } = await ownTeam();
    const taken = await ownTeam();
    const token = await tokenFor(owner, teamId, { maxUses: 1 });
    await expect(acceptInvite(db, taken.owner, token, true)).rejects.toMatchObject({ code: "already-joined" });
    await expect(acceptInvite(db, await makeUser(db), token, true)).resolves.toMatchObject({ teamId });
  });

  test("are the owner's to make, at most 20 open at a time", async () => {
    const { owner, teamId } = await ownTeam();
    const member = await makeUser(db);
    await acceptInvite(db, member, await tokenFor(owner, teamId, { maxUses: 1 }), true);
    await expect(inviteToTeam(db, member, teamId, { maxUses: 1 })).rejects.toMatchObject({ code: "not-approved" });
    await expect(inviteToTeam(db, await makeUser(db), teamId, { maxUses: 1 })).rejects.toMatchObject({ status: 404 });
    const tries = Array.from({ length: 24 }, (_, i) => inviteToTeam(db, owner, teamId, { email: `p${i}@example.org` }));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  });
});

describe("members", () => {
  async function teamOfTwo() {
    const { owner, teamId } = await ownTeam();
    const member = await makeUser(db);
    await acceptInvite(db, member, await tokenFor(owner, teamId, { maxUses: 1 }), true);
    return { owner, member, teamId };
  }

  test("leave what they handed in with the team; the owner hands over first", async () => {
    const { owner, member, teamId } = await teamOfTwo();
    const phase = await challenge.phase();
    const { id } = await submit(owner, phase.slug);
    await expect(leaveTeam(db, owner, teamId)).rejects.toMatchObject({ code: "last-owner" });
    await expect(handOverTeam(db, member, teamId, member.userId)).rejects.toMatchObject({ code: "not-approved" });
    await handOverTeam(db, owner, teamId, member.userId);
    expect(await readTeam(db, member, teamId)).toMatchObject({
      role: "owner",
      members: [{ role: "member" }, { role: "owner" }],
    });
    expect(await leaveTeam(db, owner, teamId)).toEqual({ ended: false });
    expect(await db.submission.findUnique({ where: { id } })).toMatchObject({ teamId, createdById: owner.userId });
    await expect(readTeam(db, owner, teamId)).rejects.toMatchObject({ status: 404 });
    await expect(leaveTeam(db, member, teamId)).rejects.toMatchObject({ code: "last-owner" });
  });

  test("two that hand over and leave at once never leave the team without an owner", async () => {
    const { owner, member, teamId } = await teamOfTwo();
    await Promise.allSettled([handOverTeam(db, owner, teamId, member.userId), leaveTeam(db, member, teamId)]);
    expect(await db.teamMember.count({ where: { teamId, role: "owner" } })).toBe(1);
  });

  test("W7: are removed by the owner alone; ids of other teams change nothing", async () => {
    const { owner, member, teamId } = await teamOfTwo();
    const other = await teamOfTwo();
    await expect(removeMember(db, member, teamId, owner.userId)).rejects.toMatchObject({ code: "not-approved" });
    await expect(removeMember(db, owner, other.teamId, other.member.userId)).rejects.toMatchObject({ status: 404 });
    await expect(removeMember(db, owner, teamId, other.member.userId)).rejects.toMatchObject({ status: 404 });
    await expect(handOverTeam(db, owner, teamId, other.member.userId)).rejects.toMatchObject({ status: 404 });
    await removeMember(db, owner, teamId, member.userId);
    expect(await db.teamMember.count({ where: { teamId } })).toBe(1);
    expect(await db.teamMember.count({ where: { teamId: other.teamId } })).toBe(2);
    expect(await db.teamMember.count({ where: { teamId, role: "owner" } })).toBe(1);
  });

  test("who change teams have no second quota", async () => {
    const { member, teamId } = await teamOfTwo();
    const phase = await challenge.phase({ quotaCount: 1 });
    await submit(member, phase.slug);
    await leaveTeam(db, member, teamId);
    await join(member);
    const slugs = { challenge: challenge.slug, phase: phase.slug };
    expect(await readOwnQuota(db, member, slugs)).toMatchObject({ left: 0 });
    await expect(submit(member, phase.slug)).rejects.toMatchObject({ code: "quota-reached" });
  });

  test("the last one ends a team that has handed nothing in", async () => {
    const { owner, teamId } = await ownTeam();
    expect(await leaveTeam(db, owner, teamId)).toEqual({ ended: true });
    expect(await db.team.findUnique({ where: { id: teamId } })).toBeNull();
    await expect(join(owner)).resolves.toHaveProperty("teamId");
  });
});

describe("one's own data", () => {
  test("W1: is exported whole, without secrets and without what is another's", async () => {
    const { owner, teamId } = await ownTeam();
    const phase = await challenge.phase();
    const { id } = await submit(owner, phase.slug);
    const foreign = await challenge.member();
    const hidden = await submit(foreign.viewer, phase.slug);
    await db.session.create({
      data: { id: `s-${id}`, token: "secret-token", userId: owner.userId, expiresAt: new Date(Date.now() + 1e6) },
    });
    await db.apikey.create({ data: { id: `k-${id}`, name: "lab", referenceId: owner.userId, key: "secret-hash" } });
    const files = await exportPerson(db, owner);
    const text = JSON.stringify([...files], (_key, value) => (typeof value === "bigint" ? String(value) : value));
    for (const expected of [await emailOf(owner), teamId, id, "lab"]) expect(text).toContain(expected);
    for (const never of ["secret-token", "secret-hash", hidden.id, foreign.viewer.userId])
      expect(text).not.toContain(never);
  });

  test("is deleted whole; submissions stay the team's without the person", async () => {
    const { owner, teamId } = await ownTeam();
    const phase = await challenge.phase();
    const { id } = await submit(owner, phase.slug);
    const open = await challenge.upload(owner);
    await db.upload.update({
      where: { id: open },
      data: { state: "open", completedAt: null, expiresAt: new Date(2e12) },
    });
    await db.apikey.create({ data: { id: `d-${id}`, name: "lab", referenceId: owner.userId, key: `h-${id}` } });
    const email = await emailOf(owner);
    expect(await planDeletion(db, owner.userId)).toMatchObject({
      staying: [{ id: teamId }],
      ending: [],
      submissions: 1,
    });
    await deletePerson(db, owner);
    expect(await db.user.findUnique({ where: { id: owner.userId } })).toBeNull();
    expect(await db.submission.findUnique({ where: { id } })).toMatchObject({ teamId, createdById: null });
    expect(await db.apikey.count({ where: { referenceId: owner.userId } })).toBe(0);
    const upload = await db.upload.findUniqueOrThrow({ where: { id: open } });
    expect(upload).toMatchObject({ ownerId: null });
    expect(upload.expiresAt.getTime()).toBeLessThan(Date.now());
    expect(await db.mail.findMany({ where: { toAddress: email } })).toMatchObject([{ kind: "account-deleted" }]);
  });

  test("is not deleted while a team or a challenge would be left without an owner; an unused team of one ends", async () => {
    const { owner, teamId } = await ownTeam();
    const member = await makeUser(db);
    await acceptInvite(db, member, await tokenFor(owner, teamId, { maxUses: 1 }), true);
    await expect(deletePerson(db, owner)).rejects.toMatchObject({ code: "last-owner" });
    await expect(deletePerson(db, challenge.organizer)).rejects.toMatchObject({ code: "last-owner" });
    await deletePerson(db, member);
    await deletePerson(db, owner);
    expect(await db.team.findUnique({ where: { id: teamId } })).toBeNull();
  });
});
