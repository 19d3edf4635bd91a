import { posix } from "node:path";
import type { Readable } from "node:stream";
import { RunFailure } from "@bodymark/contracts/plain";
import { extract, type Header } from "tar-stream";
import type { OutputCandidate } from "./collect-job.ts";

/** Entries of an output folder that are looked at; a label map's folder has at most one per structure. */
const MAX_ENTRIES = 10_000;

/** A file of the output, by its name below the candidate's path. */
export interface OutputFile {
  name: string;
  bytes: Buffer;
}

/**
 * Takes the expected files out of the engine's tar stream. Links are not followed, devices, FIFOs and sockets are
 * refused unopened, and nothing beyond `maxBytes` is held: the stream's headers are checked before its content.
 */
export async function readOutput(tar: Readable, candidate: OutputCandidate, maxBytes: number): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  let entries = 0;
  let total = 0;
  for await (const entry of tar.pipe(extract())) {
    const { header } = entry;
    entries += 1;
    if (entries > MAX_ENTRIES) throw invalid("The output folder holds too many files.");
    const name = expectedName(header, candidate);
    if (name === null) {
      total += header.size ?? 0;
      if (total > maxBytes) throw tooLarge();
      entry.resume();
      continue;
    }
    if (header.type !== "file") throw invalid(`The output is a ${header.type ?? "special file"}, not a file.`);
    if ((header.mode ?? 0) & 0o6000) throw invalid("The output is a setuid or setgid file.");
    if ((header.size ?? 0) > maxBytes) throw tooLarge();
    total += header.size ?? 0;
    if (total > maxBytes) throw tooLarge();
    const pieces: Buffer[] = [];
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
    files.push({ name, bytes: Buffer.concat(pieces) });
    if (candidate.kind === "label-map") break;
  }
  return files;
}

/** The name under which an entry is expected, or null if nobody asked for it. Folders are never expected. */
function expectedName(header: Header, candidate: OutputCandidate): string | null {
  if (candidate.kind === "label-map") {
    // The engine names the entry by the path's last part; whatever stands there is the output.
    return posix.basename(candidate.path);
  }
  if (header.type === "directory") return null;
  const root = posix.basename(candidate.folder);
  const path = posix.normalize(header.name);
  if (posix.dirname(path) !== root) return null;
  const name = posix.basename(path);
  if (candidate.kind === "masks") return Object.hasOwn(candidate.labelOfFile, name) ? name : null;
  return name;
}

export function invalid(message: string, options?: ErrorOptions): RunFailure {
  return new RunFailure("invalid-output", "collect", message, options);
}

function tooLarge(): RunFailure {
  return new RunFailure("output-too-large", "collect", "The output is larger than a label map of this shape can be.");
}
