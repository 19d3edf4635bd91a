import { newId, type Structure, tolerancesOf } from "@bodymark/contracts";
import type { Transaction } from "@bodymark/db";

/** Writes a challenge's structures, in their order, and the groups that they name. The challenge has none yet. */
export async function createStructures(
  tx: Transaction,
  challengeId: string,
  structures: readonly Structure[],
): Promise<void> {
  const groups = [...new Set(structures.flatMap((structure) => structure.groups ?? []))];
  await tx.structureGroup.createMany({ data: groups.map((name) => ({ id: newId("structure"), challengeId, name })) });
  for (const [position, structure] of structures.entries()) {
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
}
