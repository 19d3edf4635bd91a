import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract, pack } from "tar-stream";
import type { AcceptedImage } from "./accept-archive.ts";
import { expand, packingOf } from "./expand.ts";
import { invalidArchive } from "./refuse.ts";
import { safeName } from "./safe-name.ts";
import { openArchive } from "./scan-archive.ts";
import { peek } from "./scan-layer.ts";

/**
 * Writes a clean `docker save` archive of an accepted image: its configuration, its layers unpacked, and a manifest of
 * ours without any tag. The engine never parses the archive that a participant made.
 */
export async function toDockerArchive(
  path: string,
  accepted: AcceptedImage,
  out: string,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const budget = () => ({
    maxBytes: Number.POSITIVE_INFINITY,
    maxRatio: Number.POSITIVE_INFINITY,
    packedBytes: accepted.sizeBytes,
    expandedBytes: 0,
  });
  const tar = pack({ highWaterMark: 1 << 20 });
  const written = pipeline(
    tar,
    createWriteStream(out, { mode: 0o600, highWaterMark: 1 << 20 }),
    options.signal ? { signal: options.signal } : {},
  );
  const configName = `${accepted.digest.slice("sha256:".length)}.json`;
  const places = new Map<string, string>();
  for (const [i, name] of accepted.layerNames.entries()) if (!places.has(name)) places.set(name, `${i}/layer.tar`);
  const sizes = new Map(accepted.layerNames.map((name, i) => [name, accepted.layerBytes[i] ?? 0]));

  const fill = async (): Promise<void> => {
    const manifest = Buffer.from(
      JSON.stringify([
        { Config: configName, RepoTags: null, Layers: accepted.layerNames.map((name) => places.get(name)) },
      ]),
    );
    tar.entry({ name: "manifest.json", mtime: new Date(0) }, manifest);
    const source = await openArchive(path, budget(), options.signal);
    const entries = extract();
    source.on("error", (error) => entries.destroy(error));
    source.pipe(entries);
    for await (const entry of entries) {
      const name = safeName(entry.header.name);
      const place = name === accepted.configName ? configName : places.get(name);
      if (place === undefined || (entry.header.type !== "file" && entry.header.type !== "contiguous-file")) {
        entry.resume();
        continue;
      }
      if (name === accepted.configName) {
        await pipeline(entry, tar.entry({ name: place, size: entry.header.size ?? 0, mtime: new Date(0) }));
        continue;
      }
      const { head, stream } = await peek(entry as AsyncIterable<Buffer>, 4);
      const packing = packingOf(head);
      const layer = packing === "plain" ? stream : expand(stream, packing, budget(), options.signal);
      const size = packing === "plain" ? (entry.header.size ?? 0) : (sizes.get(name) ?? 0);
      await pipeline(Readable.from(layer), tar.entry({ name: place, size, mtime: new Date(0) }));
      places.delete(name);
    }
    const missing = [...places.keys()][0];
    if (missing !== undefined) throw invalidArchive(`The layer “${missing}” is missing from the archive.`);
    tar.finalize();
  };
  try {
    await Promise.all([fill(), written]);
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    await written.catch(() => undefined);
    throw error;
  }
}
