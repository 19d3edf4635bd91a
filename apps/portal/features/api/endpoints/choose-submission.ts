import { chooseSubmission, readSubmission } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { submissionShape } from "../shapes.ts";

export const chooseSubmissionEndpoint = defineEndpoint({
  id: "chooseSubmission",
  method: "POST",
  path: "/submissions/{id}/choose",
  summary: "Make a submission the one that counts for its team, in a phase whose teams choose",
  signedIn: true,
  response: submissionShape,
  async run({ viewer, params }) {
    const id = params.id ?? "";
    await chooseSubmission(database(), viewer, id);
    return await readSubmission(database(), viewer, id);
  },
});
