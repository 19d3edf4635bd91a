import type { Structure, StructuresFile } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";

/** A challenge's structures in their order, in the shape that scoring reads. */
export async function readStructures(db: Database | Transaction, challengeId: string): Promise<StructuresFile> {
  const rows = await db.structure.findMany({
    where: { challengeId },
    orderBy: { position: "asc" },
    include: { groups: { select: { name: true }, orderBy: { name: "asc" } } },
  });
  return {
    structures: rows.map((row): Structure => {
      const [only, ...others] = row.toleranceMm;
      return {
        label: row.label,
        name: row.name,
        toleranceMm: only !== undefined && others.length === 0 ? only : row.toleranceMm,
        groups: row.groups.map((g) => g.name),
        ...(row.flareToleranceMm === null ? {} : { flareToleranceMm: row.flareToleranceMm }),
      };
    }),
  };
}
