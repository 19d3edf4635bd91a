import { keyIdOf, toPublicPem } from "@bodymark/bundle";
import { z } from "zod";
import { bundleSigner } from "#server/bundle-signer.ts";
import { defineEndpoint } from "../define-endpoint.ts";

export const getSigningKeyEndpoint = defineEndpoint({
  id: "getSigningKey",
  method: "GET",
  path: "/signing-key",
  summary: "The public key that result bundles are verified with",
  description: "The PEM alone is at /.well-known/bodymark.pem.",
  signedIn: false,
  response: z.object({ algorithm: z.literal("Ed25519"), keyId: z.string(), publicKey: z.string().describe("PEM") }),
  async run() {
    const { key } = bundleSigner();
    return { algorithm: "Ed25519", keyId: keyIdOf(key), publicKey: toPublicPem(key) };
  },
});
