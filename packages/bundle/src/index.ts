/**
 * Result bundles: a zip of what an evaluation was and gave, with a manifest of every file's SHA-256 that the portal
 * signs (Ed25519). While a hidden phase is open a bundle holds a commitment instead of the result, which the later
 * bundle opens.
 */
export { commitTo, saltOf } from "./commit.ts";
export { BundleRejected, type BundleRejection } from "./errors.ts";
export { keyIdOf, readPublicKey, readSigningKey, toPublicPem } from "./keys.ts";
export { type BundleContent, makeBundle } from "./make-bundle.ts";
export {
  BUNDLE_FILES,
  type Commitment,
  commitmentSchema,
  type Manifest,
  manifestSchema,
  type Opening,
  openingSchema,
} from "./shapes.ts";
export { type VerifiedBundle, verifyBundle } from "./verify-bundle.ts";
