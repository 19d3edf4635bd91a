import { cancelSubmission, readSubmission } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { submissionShape } from "../shapes.ts";

export const cancelSubmissionEndpoint = defineEndpoint({
  id: "cancelSubmission",
  method: "POST",
  path: "/submissions/{id}/cancel",
  summary: "Stop a submission; a running container is killed within seconds",
  signedIn: true,
  response: submissionShape,
  async run({ viewer, params }) {
    const id = params.id ?? "";
    await cancelSubmission(database(), viewer, id);
    return await readSubmission(database(), viewer, id);
  },
});
