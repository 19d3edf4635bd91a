import { rescoreSubmissionEndpoint } from "#features/api/endpoints/manage/submissions.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(rescoreSubmissionEndpoint);
