import { cancelSubmissionEndpoint } from "#features/api/endpoints/cancel-submission.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(cancelSubmissionEndpoint);
