import { getDefinitionEndpoint, putDefinitionEndpoint } from "#features/api/endpoints/organize/definition.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getDefinitionEndpoint);
export const PUT = serveEndpoint(putDefinitionEndpoint);
