import { createStructures, DEFAULT_RULES, hashRules } from "@bodymark/challenge";
import { limitsSchema, newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { PHANTOM_STRUCTURES } from "@bodymark/phantom";
import { DEMO } from "./demo-texts.ts";

const GIB = 1024 ** 3;
const DAY_MS = 24 * 3600 * 1000;

/** The demo challenge with its structures and its two phases, still without cases and unseen (a draft). */
export async function createDemoChallenge(
  db: Database,
  organizerId: string,
): Promise<{ challengeId: string; debugId: string; finalId: string }> {
  const challengeId = newId("challenge");
  const debugId = newId("phase");
  const finalId = newId("phase");
  const limits = limitsSchema.parse({
    caseTimeoutS: 300,
    memoryBytes: 4 * GIB,
    shmBytes: GIB,
    cpus: 1,
    diskBytes: 2 * GIB,
    imageBytes: 4 * GIB,
  });
  const common = {
    challengeId,
    profile: "bodymaps",
    limits: { ...limits },
    scheme: DEFAULT_RULES,
    schemeHash: hashRules(DEFAULT_RULES),
    opensAt: new Date(),
    frozenAt: new Date(),
    counting: "best",
  };
  await db.$transaction(async (tx) => {
    await tx.challenge.create({
      data: {
        id: challengeId,
        slug: DEMO.slug,
        title: DEMO.title,
        summary: DEMO.summary,
        overview: DEMO.overview,
        rules: DEMO.rules,
        dataNotes: DEMO.dataNotes,
        organizers: { create: { userId: organizerId, role: "owner" } },
      },
    });
    await createStructures(tx, challengeId, PHANTOM_STRUCTURES);
    await tx.phase.create({
      data: {
        ...common,
        id: debugId,
        ...DEMO.phases.debug,
        position: 1,
        kind: "debug",
        caseVisibility: "public",
        quotaCount: 10,
        failureCount: 20,
      },
    });
    await tx.phase.create({
      data: {
        ...common,
        id: finalId,
        ...DEMO.phases.final,
        position: 2,
        kind: "final",
        caseVisibility: "hidden",
        quotaCount: 5,
        failureCount: 10,
        closesAt: new Date(Date.now() + 90 * DAY_MS),
        gatePhaseId: debugId,
      },
    });
  });
  return { challengeId, debugId, finalId };
}
