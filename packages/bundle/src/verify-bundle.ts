import { createHash, type KeyObject, verify } from "node:crypto";
import { type ResultFile, resultFileSchema } from "@bodymark/contracts";
import { MalformedZip, readZip, writeZip } from "@bodymark/zip";
import type { z } from "zod";
import { commitTo } from "./commit.ts";
import { BundleRejected } from "./errors.ts";
import { keyIdOf } from "./keys.ts";
import { bundleEntries } from "./make-bundle.ts";
import {
  BUNDLE_FILES,
  type Commitment,
  commitmentSchema,
  type Manifest,
  manifestSchema,
  type Opening,
  openingSchema,
} from "./shapes.ts";
import { signedBytes } from "./signed-bytes.ts";

export interface VerifiedBundle {
  readonly manifest: Manifest;
  /** Null while there is only a commitment. */
  readonly result: ResultFile | null;
  readonly commitment: Commitment | Opening | null;
}

/**
 * Holds a bundle against the portal's public key: the signature over the manifest, every file against the manifest, no
 * file beside it, the opened commitment against the result, and the archive's own bytes.
 * @throws BundleRejected that says what is wrong
 */
export function verifyBundle(archive: Uint8Array, publicKey: KeyObject): VerifiedBundle {
  const files = unpack(archive);
  const manifestText = files.get(BUNDLE_FILES.manifest);
  const signature = files.get(BUNDLE_FILES.signature);
  if (!manifestText || !signature)
    throw new BundleRejected("unreadable", "this archive holds no manifest.json with its manifest.sig");
  checkSignature(manifestText, signature.toString("latin1"), publicKey);

  const manifest = parse(manifestSchema, manifestText, BUNDLE_FILES.manifest);
  const listed = manifest.files.map(({ path, sha256 }) => {
    const content = files.get(path);
    if (!content) throw new BundleRejected("altered", `${path} is missing, although the manifest lists it`);
    if (createHash("sha256").update(content).digest("hex") !== sha256)
      throw new BundleRejected("altered", `${path} was changed after the bundle was signed`);
    return { path, content };
  });
  const known = new Set<string>([BUNDLE_FILES.manifest, BUNDLE_FILES.signature, ...listed.map(({ path }) => path)]);
  for (const path of files.keys()) {
    if (!known.has(path)) throw new BundleRejected("altered", `${path} was added after the bundle was signed`);
  }
  const again = writeZip(bundleEntries(manifestText, signature.toString("utf8"), listed));
  if (!again.equals(archive))
    throw new BundleRejected(
      "altered",
      "the files are as signed, but the archive around them was changed or packed anew",
    );
  return { manifest, ...readContent(files, manifest) };
}

function unpack(archive: Uint8Array): Map<string, Buffer> {
  try {
    return readZip(archive);
  } catch (error) {
    if (!(error instanceof MalformedZip)) throw error;
    throw new BundleRejected("unreadable", `the bundle cannot be read: ${error.message}`, { cause: error });
  }
}

function checkSignature(manifest: Buffer, signature: string, publicKey: KeyObject): void {
  if (verify(null, signedBytes(manifest), publicKey, Buffer.from(signature, "base64"))) return;
  const keyId = claimedKey(manifest);
  if (keyId !== null && keyId !== keyIdOf(publicKey))
    throw new BundleRejected(
      "other-key",
      `the bundle names another key (${keyId}) than the one given (${keyIdOf(publicKey)})`,
    );
  throw new BundleRejected("bad-signature", "the signature does not fit: manifest.json or manifest.sig was changed");
}

/** The key that an unproven manifest names, for the message alone. */
function claimedKey(manifest: Buffer): string | null {
  try {
    return manifestSchema.parse(JSON.parse(manifest.toString("utf8"))).keyId;
  } catch {
    return null;
  }
}

function readContent(files: ReadonlyMap<string, Buffer>, { kind }: Manifest): Omit<VerifiedBundle, "manifest"> {
  const resultText = files.get(BUNDLE_FILES.result);
  if (kind === "commitment") {
    const text = files.get(BUNDLE_FILES.commitment);
    if (!text) throw new BundleRejected("altered", "the bundle holds no commitment");
    return { result: null, commitment: parse(commitmentSchema, text, BUNDLE_FILES.commitment) };
  }
  if (!resultText) throw new BundleRejected("altered", "the bundle holds no result");
  const result = parse(resultFileSchema, resultText, BUNDLE_FILES.result);
  const openingText = files.get(BUNDLE_FILES.opening);
  if (!openingText) return { result, commitment: null };
  const opening = parse(openingSchema, openingText, BUNDLE_FILES.opening);
  if (commitTo(resultText, Buffer.from(opening.salt, "hex")) !== opening.commitment)
    throw new BundleRejected("commitment-broken", "the result is not the one that the commitment was made to");
  return { result, commitment: opening };
}

function parse<T>(schema: z.ZodType<T>, text: Buffer, path: string): T {
  try {
    return schema.parse(JSON.parse(text.toString("utf8")));
  } catch (cause) {
    throw new BundleRejected("unreadable", `${path} is not understood; is the bundle of another version?`, { cause });
  }
}
