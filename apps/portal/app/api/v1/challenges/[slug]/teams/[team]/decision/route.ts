import { decideTeamEndpoint } from "#features/api/endpoints/manage/teams.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(decideTeamEndpoint);
