import { statfs } from "node:fs/promises";
import { limitsSchema } from "@bodymark/contracts";
import type { Database, Transaction } from "@bodymark/db";
import type { Staging } from "@bodymark/storage";
import { UPLOAD_LIMITS } from "./limits.ts";
import { UploadRefusal } from "./upload-refusal.ts";

type Metadata = Record<string, string | null>;

/**
 * Enters a new upload in the database, or refuses it: too large for its phase, too many unfinished ones of this owner
 * (exactly the limit, however many ask at once), or no space. `metadata` is the client's: `filename`, and optionally
 * `sha256`, `challenge` and `phase`; `kind: case` for a file of a challenge's case, by one who may edit the challenge.
 */
export async function createUpload(
  { db, staging }: { db: Database; staging: Staging },
  ownerId: string,
  upload: { id: string; sizeBytes: number; metadata: Metadata },
): Promise<void> {
  const { id, sizeBytes, metadata } = upload;
  const sha256 = metadata.sha256?.toLowerCase();
  if (sha256 && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new UploadRefusal("invalid-request", "The metadata's sha256 is not 64 hexadecimal digits.");
  }
  if (!(sizeBytes >= 1)) throw new UploadRefusal("invalid-archive", "The file is empty.");
  const kind = metadata.kind === "case" ? "case" : "image";
  if (kind === "case") await refuseForeignCase(db, ownerId, sizeBytes, metadata);
  else await refuseTooLarge(db, ownerId, sizeBytes, metadata);
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`uploads/${ownerId}`}, 0))`;
    const open = await tx.upload.count({ where: { ownerId, state: "open" } });
    if (open >= UPLOAD_LIMITS.openPerOwner) {
      const detail = `You have ${open} unfinished uploads. Finish or delete one of them, then start this one.`;
      throw new UploadRefusal("too-many-uploads", detail);
    }
    await refuseWithoutSpace(tx, staging, sizeBytes);
    const fileName = cleanName(metadata.filename) || "image";
    const idleS = UPLOAD_LIMITS.idleMs / 1000;
    await tx.$executeRaw`
      insert into "Upload" (id, "ownerId", kind, "fileName", "sizeBytes", "declaredSha256", "expiresAt")
      values (${id}, ${ownerId}, ${kind}, ${fileName}, ${sizeBytes}, ${sha256 ?? null}, now() + ${idleS} * interval '1 second')`;
  });
}

/** To whoever may not edit the challenge it does not exist. */
async function refuseForeignCase(
  db: Database,
  ownerId: string,
  sizeBytes: number,
  { challenge }: Metadata,
): Promise<void> {
  const organizer = { organizers: { some: { userId: ownerId, role: { in: ["owner", "editor"] } } } };
  const operator = await db.user.count({ where: { id: ownerId, role: "operator" } });
  const known = await db.challenge.count({ where: { slug: challenge ?? "", ...(operator > 0 ? {} : organizer) } });
  if (known === 0) throw new UploadRefusal("not-found", "There is no such challenge.");
  if (sizeBytes <= UPLOAD_LIMITS.caseBytes) return;
  throw new UploadRefusal(
    "upload-too-large",
    `A case's file may have at most ${UPLOAD_LIMITS.caseBytes / 1024 ** 3} GiB.`,
  );
}

/** The limit of a phase that the owner may know of, else the general one: a draft must not be told apart by it. */
async function refuseTooLarge(
  db: Database,
  ownerId: string,
  sizeBytes: number,
  { challenge, phase }: Metadata,
): Promise<void> {
  const visible = { OR: [{ visibility: "public" }, { organizers: { some: { userId: ownerId } } }] };
  const row =
    challenge && phase
      ? await db.phase.findFirst({ where: { slug: phase, challenge: { slug: challenge, ...visible } } })
      : null;
  const { imageBytes } = limitsSchema.parse(row?.limits ?? {});
  if (sizeBytes <= imageBytes) return;
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
  const detail = `The file has ${gib(sizeBytes)}; an image may have at most ${gib(imageBytes)} here.`;
  throw new UploadRefusal("upload-too-large", detail);
}

/** Counts what the unfinished uploads of everybody will still take. */
async function refuseWithoutSpace(tx: Transaction, staging: Staging, sizeBytes: number): Promise<void> {
  if (staging.kind !== "disk") return;
  const { bavail, bsize } = await statfs(staging.folder);
  const [row] = await tx.$queryRaw<{ pending: bigint | null }[]>`
    select sum("sizeBytes" - "offsetBytes")::bigint as pending from "Upload" where state = 'open'`;
  if (bavail * bsize - Number(row?.pending ?? 0) - sizeBytes > UPLOAD_LIMITS.reserveBytes) return;
  const detail = "The platform is short of disk space and takes no upload of this size now. Please try again later.";
  throw new UploadRefusal("storage-full", detail);
}

/** A file's own name without folders, control characters and surplus length. */
function cleanName(name: string | null | undefined): string {
  const base = (name ?? "").split(/[/\\]/).at(-1) ?? "";
  return base
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, UPLOAD_LIMITS.fileNameLetters);
}
