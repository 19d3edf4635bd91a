import { createSubmissionEndpoint } from "#features/api/endpoints/create-submission.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(createSubmissionEndpoint);
