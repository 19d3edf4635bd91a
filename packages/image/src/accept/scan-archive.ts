import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { extract } from "tar-stream";
import { type ByteBudget, expand, packingOf } from "./expand.ts";
import { type AcceptOptions, DEFAULT_CAPS } from "./limits.ts";
import { invalidArchive } from "./refuse.ts";
import { linkTarget, safeName } from "./safe-name.ts";
import { type LayerFacts, peek, scanLayer } from "./scan-layer.ts";

/** One file of the archive. Small ones keep their bytes, since they may be JSON; tars are looked into. */
export interface ArchiveEntry {
  sizeBytes: number;
  sha256: string;
  bytes: Buffer | null;
  layer: LayerFacts | null;
}

export interface ScannedArchive {
  packedBytes: number;
  files: Map<string, ArchiveEntry>;
  /** Links to other entries, resolved within the archive: older engines save repeated layers so. */
  links: Map<string, string>;
}

const TAR_BLOCK = 512;

/** Opens an archive and says how it is packed. @throws RunFailure `invalid-archive` for an empty file */
export async function openArchive(path: string, budget: ByteBudget, signal?: AbortSignal): Promise<Readable> {
  const file = await open(path);
  const head = Buffer.alloc(4);
  try {
    const { bytesRead } = await file.read(head, 0, 4, 0);
    if (bytesRead < 4) throw invalidArchive("The file is empty. Upload what `docker save` wrote.");
  } finally {
    await file.close();
  }
  const packing = packingOf(head);
  if (packing === "plain" && head.readUInt32BE(0) === 0x504b0304) {
    throw invalidArchive(
      "This is a ZIP file. Build the image and upload what `docker save IMAGE | gzip > image.tar.gz` writes.",
    );
  }
  return expand(createReadStream(path, { highWaterMark: 1 << 20 }), packing, budget, signal);
}

/** Reads the whole archive once, under the caps. */
export async function scanArchive(path: string, options: AcceptOptions): Promise<ScannedArchive> {
  const { size } = await stat(path);
  const budget: ByteBudget = {
    maxBytes: options.maxImageBytes,
    maxRatio: options.maxExpandRatio ?? DEFAULT_CAPS.maxExpandRatio,
    packedBytes: size,
    expandedBytes: 0,
  };
  const maxEntries = options.maxEntries ?? DEFAULT_CAPS.maxEntries;
  let count = 0;
  const countEntry = (): void => {
    count += 1;
    if (count > maxEntries) throw invalidArchive(`The archive holds more than ${maxEntries} files.`);
  };
  const scanned: ScannedArchive = { packedBytes: size, files: new Map(), links: new Map() };
  const source = await openArchive(path, budget, options.signal);
  const entries = extract();
  source.on("error", (error) => entries.destroy(error));
  source.pipe(entries);
  for await (const entry of entries) {
    countEntry();
    const { name: raw, type, linkname, size: sizeBytes = 0 } = entry.header;
    const name = safeName(raw);
    if (type === "directory") {
      entry.resume();
      continue;
    }
    if (scanned.files.has(name) || scanned.links.has(name)) {
      throw invalidArchive(`The archive holds “${name}” twice. Make it with \`docker save\`.`);
    }
    if (type === "symlink" || type === "link") {
      scanned.links.set(name, linkTarget(name, linkname ?? "", type === "link"));
      entry.resume();
    } else if (type === "file" || type === "contiguous-file") {
      scanned.files.set(
        name,
        await scanEntry(entry as AsyncIterable<Buffer>, sizeBytes, budget, countEntry, options.signal),
      );
    } else {
      throw invalidArchive(`The archive holds “${name}”, which is neither a file nor a folder.`);
    }
  }
  return scanned;
}

async function scanEntry(
  entry: AsyncIterable<Buffer>,
  sizeBytes: number,
  budget: ByteBudget,
  countEntry: () => void,
  signal: AbortSignal | undefined,
): Promise<ArchiveEntry> {
  const hash = createHash("sha256");
  const { head, stream } = await peek(entry, TAR_BLOCK);
  const looksLikeTar =
    packingOf(head) !== "plain" ||
    head.subarray(257, 262).toString("latin1") === "ustar" ||
    isEmptyTar(head, sizeBytes);
  if (!looksLikeTar) {
    const kept: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (sizeBytes <= DEFAULT_CAPS.maxJsonBytes) kept.push(chunk);
    }
    const bytes = sizeBytes <= DEFAULT_CAPS.maxJsonBytes ? Buffer.concat(kept) : null;
    return { sizeBytes, sha256: hash.digest("hex"), bytes, layer: null };
  }
  const hashing = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  stream.on("error", (error) => hashing.destroy(error));
  const layer = await scanLayer(stream.pipe(hashing), head, budget, countEntry, signal);
  if (!hashing.readableEnded) hashing.resume(); // what follows the gzip stream, if anything, is not part of the layer
  return { sizeBytes, sha256: hash.digest("hex"), bytes: null, layer };
}

/** An empty layer is a tar of zeros alone. */
function isEmptyTar(head: Uint8Array, sizeBytes: number): boolean {
  return sizeBytes >= 1024 && head.length >= TAR_BLOCK && head.every((byte) => byte === 0);
}
