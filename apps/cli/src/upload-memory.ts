import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { PreviousUpload, UrlStorage } from "tus-js-client";
import { z } from "zod";

const MOST_ENTRIES = 100;

const entrySchema = z.looseObject({
  urlStorageKey: z.string(),
  fingerprint: z.string(),
  size: z.number().nullable(),
  metadata: z.record(z.string(), z.string()),
  creationTime: z.string(),
  uploadUrl: z.string().nullable(),
});
type Entry = z.infer<typeof entrySchema>;

/** Remembers in a file which uploads were begun for which local file, so that a later call resumes them. */
export function openUploadMemory(path: string): UrlStorage {
  const read = async (): Promise<Entry[]> => {
    try {
      return z.array(entrySchema).parse(JSON.parse(await readFile(path, "utf8")));
    } catch {
      return []; // none yet, or damaged: the upload begins anew
    }
  };
  const write = async (entries: Entry[]) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const partial = `${path}.${randomBytes(4).toString("hex")}`;
    await writeFile(partial, JSON.stringify(entries.slice(-MOST_ENTRIES), null, 2), { mode: 0o600 });
    await rename(partial, path);
  };
  return {
    findAllUploads: async () => (await read()).map(toPrevious),
    findUploadsByFingerprint: async (wanted) =>
      (await read()).filter(({ fingerprint }) => fingerprint === wanted).map(toPrevious),
    removeUpload: async (key) => write((await read()).filter(({ urlStorageKey }) => urlStorageKey !== key)),
    addUpload: async (fingerprint, upload) => {
      const urlStorageKey = randomBytes(8).toString("hex");
      await write([...(await read()), { ...upload, fingerprint, urlStorageKey }]);
      return urlStorageKey;
    },
  };
}

function toPrevious(entry: Entry): PreviousUpload {
  return { ...entry, parallelUploadUrls: null };
}
