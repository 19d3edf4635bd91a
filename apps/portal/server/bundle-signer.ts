import { readSigningKey } from "@bodymark/bundle";
import type { BundleSigner } from "@bodymark/challenge";
import { Problem } from "#features/api/problem.ts";
import { environment } from "./environment.ts";

/** Who signs this portal's result bundles. @throws Problem where the operator has set no key */
export function bundleSigner(): BundleSigner {
  const { signingKey, publicUrl } = environment();
  if (signingKey === null) throw new Problem(404, "not-found", "This portal signs no result bundles.");
  return { key: readSigningKey(signingKey), issuer: publicUrl };
}
