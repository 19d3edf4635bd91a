import { readFile } from "node:fs/promises";
import { z } from "zod";

/**
 * What a disk store knows about an object beyond its bytes. It is written before the object is renamed into place and
 * holds for the file with this very size and time only: of two simultaneous puts the one's note never speaks for the
 * other's bytes.
 */
const noteSchema = z.object({
  sizeBytes: z.number(),
  modifiedNs: z.string(),
  sha256: z.string(),
  contentType: z.string().nullable(),
});
export type Note = z.infer<typeof noteSchema>;

/** The note of a file of this size and time, or null. */
export async function readNote(path: string, file: { size: bigint; mtimeNs: bigint }): Promise<Note | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const note = noteSchema.safeParse(parseJson(text)).data;
  return note && BigInt(note.sizeBytes) === file.size && note.modifiedNs === String(file.mtimeNs) ? note : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // torn by a crash: the object is then one without a note
  }
}
