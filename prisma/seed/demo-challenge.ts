import { DEFAULT_RULES, hashRules } from "@bodymark/challenge";
import { limitsSchema, newId, tolerancesOf } from "@bodymark/contracts";
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
  const groups = [...new Set(PHANTOM_STRUCTURES.flatMap((s) => s.groups ?? []))].sort();
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
        groups: { create: groups.map((name) => ({ id: newId("structure"), name })) },
      },
    });
    for (const [position, structure] of PHANTOM_STRUCTURES.entries()) {
      await tx.structure.create({
        data: {
          id: newId("structure"),
          challengeId,
          position,
          label: structure.label,
          name: structure.name,
          toleranceMm: [...tolerancesOf(structure)],
          flareToleranceMm: structure.flareToleranceMm ?? null,
          groups: { connect: (structure.groups ?? []).map((name) => ({ challengeId_name: { challengeId, name } })) },
        },
      });
    }
    await tx.phase.create({
      data: {
        ...common,
        id: debugId,
        ...DEMO.phases.debug,
        position: 1,
        kind: "debug",
        caseVisibility: "public",
        quotaCount: 10,
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
        closesAt: new Date(Date.now() + 90 * DAY_MS),
        gatePhaseId: debugId,
      },
    });
  });
  return { challengeId, debugId, finalId };
}
