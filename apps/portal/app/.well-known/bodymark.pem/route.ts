import { toPublicPem } from "@bodymark/bundle";
import { problemResponse, toProblem } from "#features/api/problem.ts";
import { bundleSigner } from "#server/bundle-signer.ts";

export const dynamic = "force-dynamic";

/** The public key of this portal's result bundles, for `bodymark verify BUNDLE --key bodymark.pem`. */
export function GET(): Response {
  try {
    return new Response(toPublicPem(bundleSigner().key), {
      headers: { "content-type": "application/x-pem-file", "cache-control": "public, max-age=3600" },
    });
  } catch (error) {
    return problemResponse(toProblem(error));
  }
}
