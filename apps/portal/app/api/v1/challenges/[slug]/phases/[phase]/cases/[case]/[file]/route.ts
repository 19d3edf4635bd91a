import { getPublicCaseFileEndpoint } from "#features/api/endpoints/get-public-case-file.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getPublicCaseFileEndpoint);
