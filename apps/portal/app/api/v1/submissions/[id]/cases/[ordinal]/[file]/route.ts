import { getRunFileEndpoint } from "#features/api/endpoints/get-run-file.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getRunFileEndpoint);
