import { ObjectMissing } from "@bodymark/storage";
import type { UploadContext } from "./context.ts";
import { failUpload } from "./fail-upload.ts";
import { FILE_KINDS, fileKind } from "./file-kinds.ts";
import { Receipt } from "./receipt.ts";
import { UploadRefusal } from "./upload-refusal.ts";
import { withObjectLock } from "./with-object-lock.ts";

/**
 * Ends an upload all of whose bytes have come: notes the instant by the database's clock, compares length, format and
 * hash, and keeps the bytes under `images/sha256/<hash>` (a case's: `cases/…`), once however often they were uploaded. May be called again
 * after a crash at any point.
 * @throws UploadRefusal when the file is not what was declared; the upload is then failed
 */
export async function completeUpload(context: UploadContext, id: string): Promise<void> {
  const { db } = context;
  await db.$executeRaw`
    update "Upload" set "completedAt" = coalesce("completedAt", now()), "offsetBytes" = "sizeBytes", "touchedAt" = now()
    where id = ${id} and state = 'open'`;
  const row = await db.upload.findUniqueOrThrow({ where: { id } });
  if (row.state !== "open") return;
  const { sha256, objectKey } = row.objectKey && row.sha256 ? row : await examine(context, row);
  await keep(context, id, { sha256: sha256 ?? "", objectKey: objectKey ?? "" });
}

async function examine(
  context: UploadContext,
  row: { id: string; kind: string; sizeBytes: bigint; declaredSha256: string | null },
): Promise<{ sha256: string; objectKey: string }> {
  const receipt = context.receiving.takeReceipt(row.id, Number(row.sizeBytes)) ?? (await reread(context, row.id));
  const { sizeBytes, sha256, format } = receipt.finish();
  const kind = FILE_KINDS[fileKind(row.kind)];
  const refusal = whatIsWrong(row, sizeBytes, sha256, kind.accepts(format) ? null : kind.refusal);
  if (refusal) {
    await failUpload(context, row.id, refusal);
    throw refusal;
  }
  const objectKey = `${kind.folder}/sha256/${sha256}`;
  // Before the bytes move: a crash in between then leaves a trace that the next call follows.
  await context.db.upload.update({ where: { id: row.id }, data: { sha256, objectKey } });
  return { sha256, objectKey };
}

function whatIsWrong(
  row: { sizeBytes: bigint; declaredSha256: string | null },
  sizeBytes: number,
  sha256: string,
  wrongFormat: string | null,
): UploadRefusal | undefined {
  if (BigInt(sizeBytes) !== row.sizeBytes) {
    return new UploadRefusal(
      "upload-failed",
      `${sizeBytes} bytes are stored, not ${row.sizeBytes}. Upload the file again.`,
    );
  }
  if (wrongFormat !== null) return new UploadRefusal("invalid-archive", wrongFormat);
  if (row.declaredSha256 && row.declaredSha256 !== sha256) {
    const detail = `The file that arrived has the SHA-256 ${sha256}, not ${row.declaredSha256} as declared. Upload it again.`;
    return new UploadRefusal("checksum-mismatch", detail);
  }
  return undefined;
}

async function reread({ store }: UploadContext, id: string): Promise<Receipt> {
  const receipt = new Receipt();
  for await (const chunk of await store.staging.read(id)) receipt.add(chunk as Buffer);
  return receipt;
}

async function keep({ db, store }: UploadContext, id: string, object: { sha256: string; objectKey: string }) {
  const { sha256, objectKey } = object;
  await withObjectLock(db, objectKey, async (tx) => {
    if (await store.head(objectKey)) {
      await store.staging.remove(id);
    } else {
      await adopt();
    }
    await tx.upload.updateMany({ where: { id, state: "open" }, data: { state: "complete", ...object } });
  });

  async function adopt(): Promise<void> {
    try {
      await store.staging.adopt(id, objectKey, { sha256 });
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error;
      throw new UploadRefusal("no-longer-exists", "The uploaded bytes are gone. Upload the file again.", {
        cause: error,
      });
    }
    await store.staging.remove(id);
  }
}
