import { listSubmissionsEndpoint } from "#features/api/endpoints/list-submissions.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listSubmissionsEndpoint);
