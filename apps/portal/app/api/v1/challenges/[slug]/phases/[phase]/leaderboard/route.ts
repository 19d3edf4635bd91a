import { getLeaderboardEndpoint } from "#features/api/endpoints/get-leaderboard.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getLeaderboardEndpoint);
