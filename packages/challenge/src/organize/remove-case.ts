import type { Database } from "@bodymark/db";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireOrganizer } from "./organizer-role.ts";

/** Removes a case that is in no phase and on which nothing has run. Its files go when no other case has them. */
export async function removeCase(db: Database, viewer: Viewer, slug: string, name: string): Promise<void> {
  const challenge = await requireOrganizer(db, viewer, slug, "editor");
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`challenge/${slug}`}, 0))`;
    const row = await tx.case.findUnique({
      where: { challengeId_name: { challengeId: challenge.id, name } },
      include: { phases: { include: { phase: { select: { title: true } } } }, _count: { select: { runs: true } } },
    });
    if (!row) throw notFound("case");
    if (row._count.runs > 0) throw new Refusal("in-use", `Submissions have run on case ${name}, so it stays.`);
    const [first] = row.phases;
    if (first)
      throw new Refusal("in-use", `Case ${name} is in “${first.phase.title}”. Take it out of that phase first.`);
    await tx.case.delete({ where: { id: row.id } });
    await writeAudit(tx, {
      actorId: challenge.userId,
      actorKind: "user",
      action: "case.removed",
      subjectKind: "case",
      subjectId: name,
      challengeId: challenge.id,
      details: { before: { imageSha256: row.imageSha256 }, after: {} },
    });
  });
}
