import { z } from "zod";

/** The files that a bundle may hold beside its manifest and signature. */
export const BUNDLE_FILES = {
  manifest: "manifest.json",
  signature: "manifest.sig",
  result: "result.json",
  commitment: "commitment.json",
  opening: "opening.json",
  phase: "phase.json",
  structures: "structures.json",
  environment: "environment.json",
  digests: "digests.json",
} as const;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.object({
  schema: z.literal("bodymark.bundle/1"),
  /** `commitment` while a hidden phase is open; `result` otherwise. */
  kind: z.enum(["result", "commitment"]),
  /** Address of the portal that evaluated. */
  issuer: z.string(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER). */
  keyId: z.string(),
  challenge: z.string(),
  phase: z.string(),
  team: z.string(),
  algorithm: z.string(),
  submission: z.string(),
  evaluation: z.string(),
  finishedAt: z.string(),
  files: z.array(z.object({ path: z.string(), sha256: sha256Schema, sizeBytes: z.number().int() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Binds the portal to a result that nobody may see yet: SHA-256 over 32 secret bytes and `result.json`. */
export const commitmentSchema = z.object({
  schema: z.literal("bodymark.commitment/1"),
  algorithm: z.literal("sha256(salt || result.json)"),
  commitment: sha256Schema,
});
export type Commitment = z.infer<typeof commitmentSchema>;

/** Opens a commitment: with the salt, anybody can compute it from `result.json`. */
export const openingSchema = commitmentSchema.extend({ salt: sha256Schema });
export type Opening = z.infer<typeof openingSchema>;
