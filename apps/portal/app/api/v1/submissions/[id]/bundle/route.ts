import { getBundleEndpoint } from "#features/api/endpoints/get-bundle.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getBundleEndpoint);
