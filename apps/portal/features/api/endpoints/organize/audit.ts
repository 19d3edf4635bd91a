import { readAudit } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { auditLineShape } from "../../organize-shapes.ts";
import { pageQuery } from "../../shapes.ts";

export const readAuditEndpoint = defineEndpoint({
  id: "readAudit",
  method: "GET",
  path: "/challenges/{slug}/audit",
  summary: "Who changed what in a challenge, newest first (its organizers)",
  signedIn: true,
  query: pageQuery,
  response: z.object({ items: z.array(auditLineShape), nextCursor: z.string().nullable() }),
  run: ({ viewer, params, query: { limit, cursor } }) =>
    readAudit(database(), viewer, params.slug ?? "", { limit, ...(cursor ? { cursor } : {}) }),
});
