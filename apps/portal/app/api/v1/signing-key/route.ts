import { getSigningKeyEndpoint } from "#features/api/endpoints/get-signing-key.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getSigningKeyEndpoint);
