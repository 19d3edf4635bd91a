import { getSubmissionEndpoint } from "#features/api/endpoints/get-submission.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getSubmissionEndpoint);
