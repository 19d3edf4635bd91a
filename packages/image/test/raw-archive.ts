import { createHash } from "node:crypto";

/** One tar entry, written byte by byte: nothing keeps it from being hostile. */
export interface RawEntry {
  name: string;
  typeflag?: string;
  body?: Uint8Array | string;
  linkName?: string;
  /** What the header's size field says, where it lies about the body. */
  sizeField?: string | Buffer;
  checksum?: string;
}

export function rawTar(entries: readonly RawEntry[], end = true): Buffer {
  return Buffer.concat([...entries.map(rawEntry), end ? Buffer.alloc(1024) : Buffer.alloc(0)]);
}

function rawEntry({ name, typeflag = "0", body = "", linkName = "", sizeField, checksum }: RawEntry): Buffer {
  const content = Buffer.from(body);
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, "utf8");
  block.write("0000644\x000000000\x000000000\0", 100, "latin1");
  const size = sizeField ?? `${content.length.toString(8).padStart(11, "0")}\0`;
  block.set(Buffer.from(size), 124);
  block.write("00000000000\0", 136, "latin1");
  block.write(`        ${typeflag}`, 148, "latin1");
  block.write(linkName, 157, 100, "utf8");
  block.write("ustar\u000000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(checksum ?? `${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([block, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A pax extended header with these records, to stand before an entry. */
export function paxEntry(records: Readonly<Record<string, string>>, typeflag: "x" | "g" = "x"): RawEntry {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + 1;
    while (String(length).length + rest !== length) length = String(length).length + rest;
    return `${length} ${key}=${value}\n`;
  });
  return { name: "pax", typeflag, body: lines.join("") };
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export const PREDICT_LAYER: readonly RawEntry[] = [
  { name: "bin/", typeflag: "5" },
  { name: "bin/sh", body: "\x7fELF" },
  { name: "workspace/", typeflag: "5" },
  { name: "workspace/predict.sh", body: "echo\n" },
];

export interface RawImage {
  layers?: readonly Buffer[];
  config?: object;
  architecture?: string;
  os?: string;
  /** Changes to what an honest archive holds. */
  configText?: string;
  manifest?: unknown;
  manifestText?: string;
  extra?: readonly RawEntry[];
  before?: readonly RawEntry[];
  diffIds?: readonly string[];
  omit?: readonly string[];
}

/** A `docker save` archive with what a test wants wrong in it. */
export function rawImage(image: RawImage = {}): Buffer {
  const layers = image.layers ?? [rawTar(PREDICT_LAYER)];
  const config =
    image.configText ??
    JSON.stringify({
      architecture: image.architecture ?? "amd64",
      os: image.os ?? "linux",
      config: image.config ?? {},
      rootfs: { type: "layers", diff_ids: image.diffIds ?? layers.map((layer) => `sha256:${sha256(layer)}`) },
    });
  const configName = `${sha256(config)}.json`;
  const names = layers.map((_, index) => `layer-${index}/layer.tar`);
  const manifest =
    image.manifestText ?? JSON.stringify(image.manifest ?? [{ Config: configName, RepoTags: ["a:1"], Layers: names }]);
  const entries: RawEntry[] = [
    ...(image.before ?? []),
    ...layers.map((body, index) => ({ name: `layer-${index}/layer.tar`, body })),
    { name: configName, body: config },
    { name: "manifest.json", body: manifest },
    ...(image.extra ?? []),
  ];
  const omitted = (name: string) =>
    image.omit?.includes(name) || (image.omit?.includes("config") && name === configName);
  return rawTar(entries.filter(({ name }) => !omitted(name)));
}

/** An OCI layout; `index` may replace its list of manifests. */
export function rawOciImage(
  options: {
    layers?: readonly Buffer[];
    manifests?: (descriptor: object, put: (content: string) => { digest: string; size: number }) => readonly object[];
    size?: number;
    architecture?: string;
    extra?: readonly RawEntry[];
    omitLayer?: boolean;
  } = {},
): Buffer {
  const blobs = new Map<string, Buffer>();
  const put = (content: string | Buffer) => {
    const bytes = Buffer.from(content);
    blobs.set(sha256(bytes), bytes);
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const layers = options.layers ?? [rawTar(PREDICT_LAYER)];
  const config = put(
    JSON.stringify({
      architecture: options.architecture ?? "amd64",
      os: "linux",
      rootfs: { type: "layers", diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
    }),
  );
  const descriptors = layers.map((layer) => put(layer));
  if (options.size !== undefined && descriptors[0]) descriptors[0].size = options.size;
  const manifest = put(JSON.stringify({ schemaVersion: 2, config, layers: descriptors }));
  if (options.omitLayer) blobs.delete(sha256(layers[0] ?? ""));
  const manifests = options.manifests?.(manifest, put) ?? [manifest];
  return rawTar([
    { name: "oci-layout", body: '{"imageLayoutVersion":"1.0.0"}' },
    { name: "index.json", body: JSON.stringify({ schemaVersion: 2, manifests }) },
    ...[...blobs].map(([hex, body]) => ({ name: `blobs/sha256/${hex}`, body })),
    ...(options.extra ?? []),
  ]);
}
