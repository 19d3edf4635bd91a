import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { UsageError } from "@bodymark/contracts";

/** A portal's private key, PKCS #8 in PEM. @throws UsageError */
export function readSigningKey(pem: string): KeyObject {
  return check(() => createPrivateKey(pem), "the signing key is not an Ed25519 private key in PEM");
}

/** A portal's public key in PEM. @throws UsageError */
export function readPublicKey(pem: string): KeyObject {
  return check(() => createPublicKey(pem), "the key is not an Ed25519 public key in PEM");
}

function check(read: () => KeyObject, message: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    throw new UsageError(message, { cause });
  }
  if (key.asymmetricKeyType !== "ed25519") throw new UsageError(message);
  return key;
}

/** Names a key by the SHA-256 of its public part (SubjectPublicKeyInfo, DER); takes the private or the public key. */
export function keyIdOf(key: KeyObject): string {
  const der = publicPartOf(key).export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(der).digest("hex")}`;
}

/** The public part in PEM, for whoever wants to verify. */
export function toPublicPem(key: KeyObject): string {
  return publicPartOf(key).export({ type: "spki", format: "pem" }).toString();
}

function publicPartOf(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}
