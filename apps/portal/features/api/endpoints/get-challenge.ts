import { readChallenge } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { challengeShape } from "../shapes.ts";

export const getChallengeEndpoint = defineEndpoint({
  id: "getChallenge",
  method: "GET",
  path: "/challenges/{slug}",
  summary: "A challenge with its phases and structures",
  signedIn: false,
  response: challengeShape,
  run: ({ viewer, params }) => readChallenge(database(), viewer, params.slug ?? ""),
});
