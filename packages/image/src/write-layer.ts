import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { LayerEntry, LayerSpec } from "./image-spec.ts";
import { encodeTarHeader, paddingBytes, type TarEntry, tarEnd } from "./tar/encode-header.ts";

/**
 * The layers' entries with the parent folders that nobody named, each put in the first layer that needs it. A folder
 * named by a lower layer is not repeated: it may be a symbolic link there.
 */
export function withParentFolders(layers: readonly LayerSpec[]): LayerSpec[] {
  const known = new Set<string>();
  return layers.map((layer) => {
    for (const { path } of layer.files) known.add(trim(path));
    const files: LayerEntry[] = [];
    for (const file of layer.files) {
      const parts = trim(file.path).split("/");
      for (let depth = 1; depth < parts.length; depth++) {
        const parent = parts.slice(0, depth).join("/");
        if (known.has(parent)) continue;
        known.add(parent);
        files.push({ path: parent, directory: true });
      }
      files.push(file);
    }
    return { files };
  });
}

/** A layer's uncompressed tar, the same bytes for the same content. Files are streamed, never held whole. */
export async function* layerTar(layer: LayerSpec): AsyncGenerator<Uint8Array> {
  const modes = new Map<string, number>();
  for (const file of layer.files) {
    const entry = await describe(file, modes);
    modes.set(entry.name, entry.mode);
    yield encodeTarHeader(entry);
    if (!("content" in file)) continue;
    yield* content(file.content, entry);
    const padding = paddingBytes(entry.sizeBytes);
    if (padding > 0) yield new Uint8Array(padding);
  }
  yield tarEnd();
}

async function describe(file: LayerEntry, modes: ReadonlyMap<string, number>): Promise<TarEntry> {
  const shared = { name: trim(file.path), uid: file.uid ?? 0, gid: file.gid ?? 0, sizeBytes: 0, linkName: "" };
  if ("directory" in file) return { ...shared, name: `${shared.name}/`, typeflag: "5", mode: file.mode ?? 0o755 };
  if ("symlink" in file) return { ...shared, typeflag: "2", mode: file.mode ?? 0o777, linkName: file.symlink };
  if ("hardlink" in file) {
    // The engine sets the mode of a hard link's entry on the file that both names share.
    const linkName = trim(file.hardlink);
    return { ...shared, typeflag: "1", mode: file.mode ?? modes.get(linkName) ?? 0o644, linkName };
  }
  return { ...shared, typeflag: "0", mode: file.mode ?? 0o644, sizeBytes: await sizeOf(file.content) };
}

type Content = Uint8Array | string | { readonly fromFile: string };

async function sizeOf(source: Content): Promise<number> {
  if (typeof source === "string") return Buffer.byteLength(source);
  if (source instanceof Uint8Array) return source.byteLength;
  return (await stat(source.fromFile)).size;
}

async function* content(source: Content, entry: TarEntry): AsyncGenerator<Uint8Array> {
  if (typeof source === "string") yield Buffer.from(source);
  else if (source instanceof Uint8Array) yield source;
  else {
    let sizeBytes = 0;
    for await (const chunk of createReadStream(source.fromFile, { highWaterMark: 1 << 20 })) {
      sizeBytes += chunk.length;
      yield chunk;
    }
    if (sizeBytes !== entry.sizeBytes) throw new Error(`${source.fromFile} changed while it was read`);
  }
}

function trim(path: string): string {
  return path.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
}
