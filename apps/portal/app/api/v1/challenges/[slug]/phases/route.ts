import { listPhasesEndpoint } from "#features/api/endpoints/organize/phases.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listPhasesEndpoint);
