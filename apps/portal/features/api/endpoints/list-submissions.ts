import { listSubmissions } from "@bodymark/challenge";
import { isId, submissionStateSchema } from "@bodymark/contracts";
import { z } from "zod";
import { database } from "#server/database.ts";
import { isSlug } from "#server/slug.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { pageQuery } from "../shapes.ts";

const value = z.number().nullable();

export const listSubmissionsEndpoint = defineEndpoint({
  id: "listSubmissions",
  method: "GET",
  path: "/submissions",
  summary: "Submissions of your teams, newest first",
  signedIn: true,
  query: pageQuery.extend({
    cursor: z
      .string()
      .refine((text) => isId("submission", text), "not a cursor of this list")
      .optional(),
    challenge: z.string().refine(isSlug, "not a challenge's slug").optional(),
  }),
  response: z.object({
    items: z.array(
      z.looseObject({
        id: z.string(),
        state: submissionStateSchema,
        algorithm: z.string(),
        createdAt: z.iso.datetime(),
        dice: value,
        nsd: value,
        medianMs: value,
        failedCases: value,
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  run: ({ viewer, query: { limit, cursor, challenge } }) =>
    listSubmissions(database(), viewer, { limit, ...(cursor ? { cursor } : {}), ...(challenge ? { challenge } : {}) }),
});
