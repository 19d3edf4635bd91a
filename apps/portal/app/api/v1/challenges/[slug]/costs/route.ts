import { readCostsEndpoint } from "#features/api/endpoints/manage/costs.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(readCostsEndpoint);
