import { readSubmission } from "@bodymark/challenge";
import { streamSubmission } from "#features/submissions/stream-submission.ts";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { submissionShape } from "../shapes.ts";

export const streamSubmissionEndpoint = defineEndpoint({
  id: "streamSubmission",
  method: "GET",
  path: "/submissions/{id}/events",
  summary: "A submission as it goes on, as server-sent events",
  description: "An event `submission` with the whole submission at each change; ends with a final state.",
  signedIn: true,
  response: submissionShape,
  alternatives: ["text/event-stream"],
  async run({ viewer, params, request }) {
    const first = await readSubmission(database(), viewer, params.id ?? "");
    return new Response(streamSubmission(viewer, first, request.signal), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        // `no-transform` keeps proxies, and Next's own compression, from holding events back.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  },
});
