import { listComparisonsEndpoint } from "#features/api/endpoints/list-comparisons.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listComparisonsEndpoint);
