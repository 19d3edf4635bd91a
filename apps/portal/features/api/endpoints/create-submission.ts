import { createSubmission, submissionRequestSchema } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { queue } from "#server/queue.ts";
import { defineEndpoint } from "../define-endpoint.ts";

export const createSubmissionEndpoint = defineEndpoint({
  id: "createSubmission",
  method: "POST",
  path: "/challenges/{slug}/phases/{phase}/submissions",
  summary: "Hand in an uploaded image",
  description: "`uploadId` names a finished resumable upload of your own. The deadline is met by its last byte.",
  signedIn: true,
  body: submissionRequestSchema,
  response: z.object({ id: z.string(), state: z.literal("checking"), url: z.string() }),
  status: 201,
  async run({ viewer, params, body }) {
    const slugs = { challenge: params.slug ?? "", phase: params.phase ?? "" };
    const { id } = await createSubmission(database(), await queue(), viewer, slugs, body);
    const answer = { id, state: "checking", url: `${environment().publicUrl}/submissions/${id}` };
    return Response.json(answer, {
      status: 201,
      headers: { location: `/api/v1/submissions/${id}`, "cache-control": "no-store" },
    });
  },
});
