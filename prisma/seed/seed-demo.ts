import type { Auth } from "@bodymark/auth";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import type { ObjectStore } from "@bodymark/storage";
import { createDemoAccounts, type DemoAccount } from "./demo-accounts.ts";
import { type BaselineImage, submitBaselines } from "./demo-baselines.ts";
import { createDemoCases } from "./demo-cases.ts";
import { createDemoChallenge } from "./demo-challenge.ts";
import { DEMO } from "./demo-texts.ts";
import { removeUnfinishedDemo } from "./remove-unfinished-demo.ts";

export interface SeedContext {
  db: Database;
  store: ObjectStore;
  queue: WakeQueue;
  auth: Auth;
  /** Makes both baseline images; called after the cases, so that the caller can build them side by side. */
  images: () => Promise<readonly BaselineImage[]>;
  onProgress: (message: string) => void;
}

export interface SeededDemo {
  accounts: readonly DemoAccount[];
  challenge: string;
  phases: readonly string[];
}

/** Cases of the public debug phase and of the hidden final phase. */
const CASES = { debug: 3, final: 6 };

/**
 * Fills an empty database with the demo: accounts, the challenge with a public debug and a hidden final phase, phantom
 * cases, and the two baselines handed in to both phases. Returns null when the demo is there already.
 */
export async function seedDemo(context: SeedContext): Promise<SeededDemo | null> {
  const { db, store, queue, auth, onProgress } = context;
  if (await db.challenge.findFirst({ where: { slug: DEMO.slug, visibility: "public" } })) return null;
  await removeUnfinishedDemo(db);
  const images = context.images();
  images.catch(() => undefined); // reported where it is awaited

  onProgress("demo accounts");
  const accounts = await createDemoAccounts(auth, db);
  const ownerId = accounts.find((a) => a.role === "organizer")?.userId ?? "";
  const demo = await createDemoChallenge(db, ownerId);
  for (const [phaseId, name, count, hidden] of [
    [demo.debugId, "debug", CASES.debug, false],
    [demo.finalId, "final", CASES.final, true],
  ] as const) {
    const cases = await createDemoCases(db, store, demo.challengeId, { name, count, hidden }, (done) =>
      onProgress(`phantom CT for ${name}: ${done} of ${count}`),
    );
    await db.phaseCase.createMany({ data: cases.map((caseId, i) => ({ phaseId, caseId, position: i + 1 })) });
  }
  const participant = accounts.find((a) => a.role === "participant");
  if (participant) {
    await db.team.create({
      data: {
        id: newId("team"),
        challengeId: demo.challengeId,
        name: "Demo team",
        rulesAcceptedAt: new Date(),
        members: { create: { userId: participant.userId, challengeId: demo.challengeId, role: "owner" } },
      },
    });
  }
  onProgress("baseline images");
  await submitBaselines(db, store, queue, { ...demo, ownerId }, await images);
  await db.announcement.create({
    data: { id: newId("announcement"), challengeId: demo.challengeId, authorId: ownerId, ...DEMO.announcement },
  });
  await db.challenge.update({ where: { id: demo.challengeId }, data: { visibility: "public" } });
  return { accounts, challenge: DEMO.slug, phases: [DEMO.phases.debug.slug, DEMO.phases.final.slug] };
}
