import { streamSubmissionEndpoint } from "#features/api/endpoints/stream-submission.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(streamSubmissionEndpoint);
