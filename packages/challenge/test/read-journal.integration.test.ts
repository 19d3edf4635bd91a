import { type Database, openDatabase } from "@bodymark/db";
import { openQueue, type WakeQueue } from "@bodymark/queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, makeUser } from "../../../tests/support/small-challenge.ts";
import { cancelSubmission, createSubmission, readJournal, readOperations } from "../src/index.ts";

let fresh: FreshDatabase;
let db: Database;
let queue: WakeQueue;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  queue = await openQueue(fresh.url, { onError: (error) => console.error(error) });
});

afterAll(async () => {
  await queue.close();
  await db.$disconnect();
  await fresh.drop();
});

async function submitted() {
  const challenge = await makeSmallChallenge(db);
  const phase = await challenge.phase();
  const { viewer } = await challenge.member();
  const uploadId = await challenge.upload(viewer);
  const request = { uploadId, name: "a", description: "", method: {}, anonymous: false };
  const { id } = await createSubmission(db, queue, viewer, { challenge: challenge.slug, phase: phase.slug }, request);
  return { challenge, viewer, id };
}

describe("the journal of a submission", () => {
  test("begins when it is handed in, and is the challenge's organizers' and operators'", async () => {
    const { challenge, id } = await submitted();
    const lines = await readJournal(db, challenge.organizer, id);
    expect(lines).toMatchObject([
      { attempt: 1, worker: null, ordinal: null, stage: "queue", message: "handed in, waits for its check" },
    ]);
    expect(Date.parse(lines[0]?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
    expect(await readJournal(db, await makeUser(db, "operator"), id)).toEqual(lines);
  });

  test("tells of a cancellation", async () => {
    const { challenge, viewer, id } = await submitted();
    await cancelSubmission(db, viewer, id);
    const lines = await readJournal(db, challenge.organizer, id);
    expect(lines.at(-1)).toMatchObject({ stage: "queue", message: "cancellation asked for; it had not begun" });
  });

  test("W1: does not exist for its own team, for other challenges' organizers and for strangers", async () => {
    const { viewer, id } = await submitted();
    const other = await makeSmallChallenge(db);
    for (const who of [viewer, other.organizer, null]) {
      await expect(readJournal(db, who, id)).rejects.toMatchObject({ code: "not-found" });
    }
    await expect(readJournal(db, other.organizer, "sub_none")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("workers and queue", () => {
  test("are the operators' alone, and say why a submission waits", async () => {
    const { challenge, id } = await submitted();
    await db.submission.update({ where: { id }, data: { state: "queued" } });
    await expect(readOperations(db, challenge.organizer)).rejects.toMatchObject({ code: "not-found" });
    const { queue: waiting } = await readOperations(db, await makeUser(db, "operator"));
    expect(waiting.find(({ submission }) => submission === id)).toMatchObject({ reason: "No worker is connected." });
  });
});
