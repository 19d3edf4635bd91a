import { createHash } from "node:crypto";
import { type ArchiveEntry, readArchive } from "../tar/read-archive.ts";
import { isTarHeader, isZero, type TarHeader } from "../tar/tar-reader.ts";
import { type Packing, Pushback, packingOf, UnpackError, unpack } from "../unpack.ts";
import { type LayerFiles, TreeBudget } from "./file-tree.ts";
import type { Meter } from "./meter.ts";
import { imageTooLarge, invalidArchive, quote, SAVE_AGAIN } from "./refuse.ts";
import { LayerScanner } from "./scan-layer.ts";

/** A tar inside the archive, which may be a layer. `diffId` is the digest of its unpacked bytes. */
export interface ScannedLayer {
  readonly packing: Packing;
  readonly diffId: string;
  readonly sizeBytes: number;
  readonly files: LayerFiles;
}

export type Content =
  | {
      readonly kind: "file";
      readonly sizeBytes: number;
      readonly digest: string;
      readonly layer?: ScannedLayer;
      readonly bytes?: Buffer;
    }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "directory" };

/** Everything in an archive by its normalised name. */
export type Contents = ReadonlyMap<string, Content>;

const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
const MAX_DOCUMENTS_BYTES = 32 * 1024 * 1024;
const MAX_ARCHIVE_ENTRIES = 10_000;

/**
 * Reads an unpacked archive once: hashes every entry, scans every tar in it (which of them are layers is often said
 * only at the end), keeps small documents, and refuses names and links that lead outside and names that come twice.
 */
export async function readContents(source: AsyncIterable<Buffer>, meter: Meter): Promise<Contents> {
  const contents = new Map<string, Content>();
  const budget = new TreeBudget();
  let documentBytes = 0;
  for await (const entry of readArchive(source)) {
    meter.countEntry();
    if (contents.size >= MAX_ARCHIVE_ENTRIES) {
      throw invalidArchive(
        `The archive itself holds more than ${MAX_ARCHIVE_ENTRIES} entries, as no \`docker save\` archive does: ${SAVE_AGAIN}.`,
      );
    }
    const name = nameInArchive(entry.header);
    if (name === "") continue;
    const content = await readEntry(entry, name, meter, budget);
    const earlier = contents.get(name);
    if (earlier && !(earlier.kind === "directory" && content.kind === "directory")) {
      throw invalidArchive(
        `The archive holds ${quote(name)} twice, so it is not clear which one counts: ${SAVE_AGAIN}.`,
      );
    }
    contents.set(name, content);
    if (content.kind === "file") documentBytes += content.bytes?.length ?? 0;
    if (documentBytes > MAX_DOCUMENTS_BYTES) {
      throw imageTooLarge(`The archive holds more than 32 MiB of descriptions beside its layers: ${SAVE_AGAIN}.`);
    }
  }
  refuseNamesBelowFiles(contents);
  return contents;
}

async function readEntry(entry: ArchiveEntry, name: string, meter: Meter, budget: TreeBudget): Promise<Content> {
  const { kind, linkName } = entry.header;
  if (kind === "directory") return { kind: "directory" };
  if (kind === "symlink" || kind === "hardlink") {
    const folder = kind === "symlink" ? name.split("/").slice(0, -1) : [];
    const target = linkName.startsWith("/") ? undefined : normalise([...folder, ...linkName.split("/")]);
    if (target) return { kind: "link", target };
    throw invalidArchive(
      `The archive holds a link from ${quote(name)} to ${quote(linkName)}, which leads out of it: ${SAVE_AGAIN}.`,
    );
  }
  if (kind !== "file") {
    throw invalidArchive(
      `The archive holds ${quote(name)}, which is neither a file, a folder nor a link: ${SAVE_AGAIN}.`,
    );
  }
  const raw = createHash("sha256");
  const input = new Pushback(hashed(entry.bytes(), raw));
  const start = Buffer.from(await input.peek(512));
  const packing = packingOf(start);
  let layer: ScannedLayer | undefined;
  let bytes: Buffer | undefined;
  if (packing === "gzip" || packing === "zstd" || isTarHeader(start) || (start.length === 512 && isZero(start))) {
    layer = await scanLayer(input, packing, name, meter, budget);
  } else if (packing === "none" && entry.header.sizeBytes <= MAX_DOCUMENT_BYTES) {
    const chunks: Buffer[] = [];
    for await (const chunk of input.rest()) chunks.push(Buffer.from(chunk));
    bytes = Buffer.concat(chunks);
  }
  for await (const _ of input.rest()); // what is left still counts for the digest
  return {
    kind: "file",
    sizeBytes: entry.header.sizeBytes,
    digest: `sha256:${raw.digest("hex")}`,
    ...(layer && { layer }),
    ...(bytes && { bytes }),
  };
}

async function scanLayer(
  input: Pushback,
  packing: Packing,
  name: string,
  meter: Meter,
  budget: TreeBudget,
): Promise<ScannedLayer | undefined> {
  const hash = createHash("sha256");
  const scanner = new LayerScanner(meter, budget);
  let sizeBytes = 0;
  const plain = new Pushback(unpack(input.rest(), packing));
  try {
    if (packing !== "none") {
      const start = await plain.peek(512);
      // Compressed, but no layer: an attachment, perhaps. Nothing needs it unpacked.
      if (!isTarHeader(start) && !isZero(start)) return undefined;
    }
    for await (const chunk of plain.rest()) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      scanner.push(chunk);
    }
    scanner.finish();
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    throw invalidArchive(`The layer ${quote(name)} does not unpack, it is damaged or cut short: ${SAVE_AGAIN}.`, error);
  } finally {
    await plain.close();
  }
  return { packing, diffId: `sha256:${hash.digest("hex")}`, sizeBytes, files: scanner.files };
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

function nameInArchive({ name }: TarHeader): string {
  const normal = name.startsWith("/") ? undefined : normalise(name.split("/"), false);
  if (normal !== undefined) return normal;
  throw invalidArchive(`The archive holds the path ${quote(name)}, which leads out of it: ${SAVE_AGAIN}.`);
}

/** Parts joined without `.` and `..`; undefined where they climb out, or hold `..` that may not be there. */
export function normalise(parts: readonly string[], allowUp = true): string | undefined {
  const path: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (!allowUp || path.pop() === undefined) return undefined;
    } else path.push(part);
  }
  return path.join("/");
}

function refuseNamesBelowFiles(contents: Contents): void {
  for (const name of contents.keys()) {
    const parts = name.split("/");
    for (let depth = 1; depth < parts.length; depth++) {
      const parent = contents.get(parts.slice(0, depth).join("/"));
      if (parent === undefined || parent.kind === "directory") continue;
      throw invalidArchive(`The archive holds ${quote(name)} below something that is not a folder: ${SAVE_AGAIN}.`);
    }
  }
}
