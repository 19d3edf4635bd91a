import { createHash, hkdfSync, type KeyObject } from "node:crypto";

/** The commitment to a result: SHA-256 over the salt's 32 bytes and the bytes of `result.json`, in hex. */
export function commitTo(result: Uint8Array, salt: Uint8Array): string {
  return createHash("sha256").update(salt).update(result).digest("hex");
}

/** The salt of an evaluation, drawn from the portal's private key, so that it need not be kept: always the same one. */
export function saltOf(signingKey: KeyObject, evaluation: string): Buffer {
  const secret = signingKey.export({ type: "pkcs8", format: "der" });
  return Buffer.from(hkdfSync("sha256", secret, "", `bodymark commitment ${evaluation}`, 32));
}
