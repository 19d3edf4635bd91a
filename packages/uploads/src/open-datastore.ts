import type { Database } from "@bodymark/db";
import type { Staging } from "@bodymark/storage";
import { FileStore } from "@tus/file-store";
import { S3Store } from "@tus/s3-store";
import { type DataStore, Upload } from "@tus/server";
import { UPLOAD_LIMITS } from "./limits.ts";

/** The tus store that writes into the object store's staging area, and the prefix of its ids. */
export function openDatastore(staging: Staging, db: Database): { datastore: DataStore; prefix: string } {
  if (staging.kind === "disk") {
    const datastore = new FileStore({ directory: staging.folder, configstore: rowsAsConfiguration(db) });
    return { datastore, prefix: "" };
  }
  const datastore = new S3Store({
    partSize: UPLOAD_LIMITS.partBytes,
    // One part after the other: the store takes the sum of the parts that are there for the offset, so a part missing
    // before one that arrived (a portal killed with several on their way) would shift everything behind it.
    maxConcurrentPartUploads: 1,
    useTags: false,
    s3ClientConfig: { bucket: staging.bucket, ...staging.client },
  });
  return { datastore, prefix: staging.prefix };
}

/** What the file store wants to know of an upload is in the database already; it needs no files of its own for it. */
function rowsAsConfiguration(db: Database) {
  return {
    get: async (id: string) => {
      const row = await db.upload.findUnique({ where: { id } });
      if (!row) return undefined;
      const metadata = { filename: row.fileName, ...(row.declaredSha256 ? { sha256: row.declaredSha256 } : {}) };
      const creation = row.createdAt.toISOString();
      return new Upload({ id, size: Number(row.sizeBytes), offset: 0, metadata, creation_date: creation });
    },
    set: async () => {},
    delete: async () => {},
  };
}
