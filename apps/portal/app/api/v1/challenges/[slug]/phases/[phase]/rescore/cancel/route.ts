import { cancelRescoreEndpoint } from "#features/api/endpoints/manage/phases.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(cancelRescoreEndpoint);
