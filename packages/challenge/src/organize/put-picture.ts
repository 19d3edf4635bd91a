import { createHash } from "node:crypto";
import { PICTURE_BYTES, recognisePicture } from "@bodymark/cases";
import { pictureNameSchema } from "@bodymark/challenge-file";
import { newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { ObjectStore } from "@bodymark/storage";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { writeAudit } from "../write-audit.ts";
import { requireOrganizer } from "./organizer-role.ts";

const EXTENSIONS: Readonly<Record<string, RegExp>> = {
  "image/png": /\.png$/i,
  "image/jpeg": /\.jpe?g$/i,
  "image/gif": /\.gif$/i,
  "image/webp": /\.webp$/i,
};

/** Keeps a picture for a challenge's pages, or replaces the one of its name. What it is is told by its bytes alone. */
export async function putPicture(
  db: Database,
  store: ObjectStore,
  viewer: Viewer,
  slug: string,
  picture: { name: string; bytes: Uint8Array },
): Promise<{ name: string; sha256: string; sizeBytes: number; contentType: string }> {
  const challenge = await requireOrganizer(db, viewer, slug, "editor");
  const { bytes } = picture;
  const name = pictureNameSchema.safeParse(picture.name);
  if (!name.success)
    throw new Refusal("invalid-input", `“${picture.name}”: ${name.error.issues[0]?.message ?? "no name"}.`);
  if (bytes.length > PICTURE_BYTES)
    throw new Refusal("invalid-input", `A picture may have at most ${PICTURE_BYTES / 1024 ** 2} MiB. Scale it down.`);
  const contentType = recognisePicture(bytes);
  if (contentType === null || !EXTENSIONS[contentType]?.test(name.data))
    throw new Refusal(
      "invalid-input",
      `${name.data} is not what its name says: send a PNG, JPEG, WebP or GIF picture.`,
    );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const objectKey = `pictures/sha256/${sha256}`;
  await store.put(objectKey, bytes, { sha256, contentType });
  await db.$transaction(async (tx) => {
    const data = { objectKey, sha256, contentType, sizeBytes: bytes.length };
    const key = { challengeId: challenge.id, name: name.data };
    const before = await tx.challengeFile.findUnique({ where: { challengeId_name: key } });
    if (before?.sha256 === sha256) return;
    await tx.challengeFile.upsert({
      where: { challengeId_name: key },
      create: { id: newId("picture"), ...key, ...data },
      update: data,
    });
    await writeAudit(tx, {
      actorId: challenge.userId,
      actorKind: "user",
      action: before ? "picture.changed" : "picture.added",
      subjectKind: "picture",
      subjectId: name.data,
      challengeId: challenge.id,
      details: { before: { sha256: before?.sha256 ?? null }, after: { sha256 } },
    });
  });
  return { name: name.data, sha256, sizeBytes: bytes.length, contentType };
}
