import { readBundle } from "@bodymark/challenge";
import { z } from "zod";
import { bundleSigner } from "#server/bundle-signer.ts";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";

export const getBundleEndpoint = defineEndpoint({
  id: "getBundle",
  method: "GET",
  path: "/submissions/{id}/bundle",
  summary: "The signed result bundle of a finished submission, as a zip archive",
  description:
    "Holds result.json, phase.json, structures.json, environment.json, digests.json and a signed manifest; `bodymark verify` checks it offline. While a hidden phase is open it holds a commitment instead of the result.",
  signedIn: true,
  response: z.string(),
  media: "application/zip",
  async run({ viewer, params }) {
    const { fileName, content } = await readBundle(database(), viewer, params.id ?? "", bundleSigner());
    return new Response(new Uint8Array(content), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  },
});
