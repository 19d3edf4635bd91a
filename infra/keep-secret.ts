import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A random secret that is made once and kept in a file only this account reads. */
export function keepSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const secret = randomBytes(32).toString("base64url");
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}

/** The portal's Ed25519 key in PEM, made once and kept likewise: result bundles are signed with it. */
export function keepSigningKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8");
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  writeFileSync(file, pem, { mode: 0o600 });
  return pem;
}
