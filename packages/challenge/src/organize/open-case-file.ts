import type { Readable } from "node:stream";
import type { Database } from "@bodymark/db";
import { ObjectMissing, type ObjectStore } from "@bodymark/storage";
import { notFound } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { previewKey } from "./enter-case.ts";
import { requireOrganizer } from "./organizer-role.ts";

export type CaseFile = "image" | "label" | "preview";

/** A file of a case, for the challenge's organizers; the files themselves for editors, the preview for reviewers too. */
export async function openCaseFile(
  db: Database,
  store: ObjectStore,
  viewer: Viewer,
  slug: string,
  wanted: { name: string; file: CaseFile },
): Promise<{ body: Readable; contentType: string; fileName: string }> {
  const challenge = await requireOrganizer(db, viewer, slug, wanted.file === "preview" ? "reviewer" : "editor");
  const row = await db.case.findUnique({
    where: { challengeId_name: { challengeId: challenge.id, name: wanted.name } },
    include: { references: { orderBy: { revision: "desc" }, take: 1 } },
  });
  const reference = row?.references[0];
  if (!row || !reference) throw notFound("case");
  if (wanted.file === "preview") {
    const key = previewKey(row.imageSha256, reference.labelSha256);
    return { body: await open(store, key), contentType: "image/png", fileName: `${row.name}.png` };
  }
  const key = wanted.file === "image" ? row.imageKey : reference.labelKey;
  return { body: await open(store, key), contentType: "application/gzip", fileName: `${row.name}.nii.gz` };
}

async function open(store: ObjectStore, key: string): Promise<Readable> {
  try {
    return await store.get(key);
  } catch (error) {
    if (error instanceof ObjectMissing) throw notFound("file");
    throw error;
  }
}
