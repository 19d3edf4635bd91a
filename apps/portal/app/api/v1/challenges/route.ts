import { listChallengesEndpoint } from "#features/api/endpoints/list-challenges.ts";
import { createChallengeEndpoint } from "#features/api/endpoints/organize/definition.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listChallengesEndpoint);
export const POST = serveEndpoint(createChallengeEndpoint);
