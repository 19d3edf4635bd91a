import { enterCaseEndpoint, listCasesEndpoint } from "#features/api/endpoints/organize/cases.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listCasesEndpoint);
export const POST = serveEndpoint(enterCaseEndpoint);
