import { getEntryEndpoint } from "#features/api/endpoints/get-entry.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getEntryEndpoint);
