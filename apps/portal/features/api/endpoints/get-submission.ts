import { readSubmission } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { submissionShape } from "../shapes.ts";

export const getSubmissionEndpoint = defineEndpoint({
  id: "getSubmission",
  method: "GET",
  path: "/submissions/{id}",
  summary: "Where a submission stands, and its results",
  description: "For its team and the challenge's organizers; to everybody else it does not exist.",
  signedIn: true,
  response: submissionShape,
  run: ({ viewer, params }) => readSubmission(database(), viewer, params.id ?? ""),
});
