import type { Readable } from "node:stream";
import type { Database } from "@bodymark/db";
import type { ObjectStore } from "@bodymark/storage";
import { notFound } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { organizes } from "../visibility.ts";

/** A picture of a challenge, for whoever may see the challenge. */
export async function openPicture(
  db: Database,
  store: ObjectStore,
  viewer: Viewer,
  slug: string,
  name: string,
): Promise<{ body: Readable; contentType: string; sizeBytes: number; sha256: string }> {
  const file = await db.challengeFile.findFirst({ where: { name, challenge: { slug } }, include: { challenge: true } });
  if (!file) throw notFound("picture");
  if (file.challenge.visibility !== "public" && !(await organizes(db, viewer, file.challengeId)))
    throw notFound("picture");
  const { contentType, sizeBytes, sha256 } = file;
  return { body: await store.get(file.objectKey), contentType, sizeBytes, sha256 };
}
