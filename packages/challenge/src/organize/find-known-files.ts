import type { Database } from "@bodymark/db";
import type { Viewer } from "../viewer.ts";
import { requireOrganizer } from "./organizer-role.ts";

/** Which of these SHA-256 need not be uploaded again: files of this challenge's cases, and complete uploads of one's own. */
export async function findKnownFiles(
  db: Database,
  viewer: Viewer,
  slug: string,
  hashes: readonly string[],
): Promise<string[]> {
  const challenge = await requireOrganizer(db, viewer, slug, "editor");
  const wanted = [...hashes];
  const uploads = await db.upload.findMany({
    where: { ownerId: challenge.userId, kind: "case", state: "complete", sha256: { in: wanted } },
    select: { sha256: true },
  });
  const images = await db.case.findMany({
    where: { challengeId: challenge.id, imageSha256: { in: wanted } },
    select: { imageSha256: true },
  });
  const labels = await db.caseReference.findMany({
    where: { labelSha256: { in: wanted }, case: { challengeId: challenge.id } },
    select: { labelSha256: true },
  });
  const known = new Set([
    ...uploads.map((row) => row.sha256),
    ...images.map((row) => row.imageSha256),
    ...labels.map((row) => row.labelSha256),
  ]);
  return wanted.filter((hash) => known.has(hash));
}
