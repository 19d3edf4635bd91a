import { getChallengeEndpoint } from "#features/api/endpoints/get-challenge.ts";
import { editChallengeEndpoint } from "#features/api/endpoints/organize/definition.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getChallengeEndpoint);
export const PATCH = serveEndpoint(editChallengeEndpoint);
