import { createHash, type KeyObject, sign } from "node:crypto";
import { writeZip, type ZipEntry } from "@bodymark/zip";
import { keyIdOf } from "./keys.ts";
import { BUNDLE_FILES, type Manifest } from "./shapes.ts";
import { signedBytes } from "./signed-bytes.ts";

export interface BundleContent {
  readonly about: Omit<Manifest, "schema" | "keyId" | "files">;
  /** Whole files by path, as they will be signed. */
  readonly files: readonly { readonly path: string; readonly content: string | Uint8Array }[];
}

/** A signed bundle. The same content under the same key makes the same bytes. */
export function makeBundle({ about, files }: BundleContent, signingKey: KeyObject): Buffer {
  const entries = files.map(({ path, content }) => ({ path, content: Buffer.from(content) }));
  const manifest: Manifest = {
    schema: "bodymark.bundle/1",
    ...about,
    keyId: keyIdOf(signingKey),
    files: entries.map(({ path, content }) => ({
      path,
      sha256: createHash("sha256").update(content).digest("hex"),
      sizeBytes: content.length,
    })),
  };
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  const signature = sign(null, signedBytes(text), signingKey).toString("base64");
  return writeZip(bundleEntries(text, `${signature}\n`, entries));
}

/** The archive's entries in their one order: whoever verifies packs them again and compares. */
export function bundleEntries(manifest: Uint8Array, signature: string, files: readonly ZipEntry[]): ZipEntry[] {
  return [
    { path: BUNDLE_FILES.manifest, content: manifest },
    { path: BUNDLE_FILES.signature, content: signature },
    ...files,
  ];
}
