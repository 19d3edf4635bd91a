import { createHash } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { extract } from "tar-stream";
import { type ByteBudget, expand, packingOf } from "./expand.ts";
import { invalidArchive } from "./refuse.ts";

/** What of a layer matters before it is loaded. Paths have no leading slash. */
export interface LayerFacts {
  /** `sha256:` of the uncompressed tar. */
  diffId: string;
  expandedBytes: number;
  /** Files that may be a shell or a predict script, and every symbolic link with its target. */
  files: Set<string>;
  links: Map<string, string>;
  /** Paths that the layer takes away, and folders whose earlier content it hides. */
  removed: Set<string>;
  opaque: Set<string>;
}

const WANTED = /(^|\/)(sh|bash|dash|ash|busybox|predict\.sh)$/;
const MAX_LINKS = 200_000;

/** Reads a layer's tar to its end: hashes it, and notes the few names that acceptance asks for. */
export async function scanLayer(
  packed: Readable,
  head: Uint8Array,
  budget: ByteBudget,
  countEntry: () => void,
  signal?: AbortSignal,
): Promise<LayerFacts> {
  const hash = createHash("sha256");
  const before = budget.expandedBytes;
  const facts: LayerFacts = {
    diffId: "",
    expandedBytes: 0,
    files: new Set(),
    links: new Map(),
    removed: new Set(),
    opaque: new Set(),
  };
  const packing = packingOf(head);
  // A plain layer's bytes were counted with the archive's; only an unpacked one adds to them.
  const tar = packing === "plain" ? packed : expand(packed, packing, budget, signal);
  const hashing = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      facts.expandedBytes += chunk.length;
      done(null, chunk);
    },
  });
  const entries = extract();
  tar.on("error", (error) => entries.destroy(error));
  hashing.on("error", (error) => entries.destroy(error));
  // The rest after the end-of-archive mark belongs to the digest too.
  tar.pipe(hashing).pipe(entries);
  for await (const entry of entries) {
    countEntry();
    note(facts, entry.header.name, entry.header.type ?? "file", entry.header.linkname ?? null);
    entry.resume();
  }
  facts.diffId = `sha256:${hash.digest("hex")}`;
  if (packing !== "plain" && budget.expandedBytes === before)
    throw invalidArchive("A layer of the image is empty or broken.");
  return facts;
}

function note(facts: LayerFacts, raw: string, type: string, target: string | null): void {
  const path = raw.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
  const slash = path.lastIndexOf("/");
  const base = path.slice(slash + 1);
  const folder = slash < 0 ? "" : path.slice(0, slash);
  if (base === ".wh..wh..opq") facts.opaque.add(folder);
  else if (base.startsWith(".wh.")) facts.removed.add(folder ? `${folder}/${base.slice(4)}` : base.slice(4));
  else if (type === "symlink" && target !== null) {
    if (facts.links.size >= MAX_LINKS)
      throw invalidArchive("A layer of the image holds more symbolic links than any real one.");
    facts.links.set(path, target);
  } else if ((type === "file" || type === "link" || type === "contiguous-file") && WANTED.test(path))
    facts.files.add(path);
}

/** A stream that can be looked at before it is read: its first bytes, and all of it. */
export async function peek(source: AsyncIterable<Buffer>, length: number): Promise<{ head: Buffer; stream: Readable }> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < length) {
    const { value, done } = await iterator.next();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  const head = Buffer.concat(chunks);
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head, stream: Readable.from(whole(), { objectMode: false, highWaterMark: 1 << 20 }) };
}
