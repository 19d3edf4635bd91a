import { listChallenges } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { isSlug } from "#server/slug.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { challengeCardShape, pageQuery } from "../shapes.ts";

export const listChallengesEndpoint = defineEndpoint({
  id: "listChallenges",
  method: "GET",
  path: "/challenges",
  summary: "Challenges, newest first",
  signedIn: false,
  query: pageQuery.extend({ cursor: z.string().refine(isSlug, "not a cursor of this list").optional() }),
  response: z.object({ items: z.array(challengeCardShape), nextCursor: z.string().nullable() }),
  run: ({ viewer, query: { limit, cursor } }) =>
    listChallenges(database(), viewer, { limit, ...(cursor ? { cursor } : {}) }),
});
