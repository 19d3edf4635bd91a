import { chooseSubmissionEndpoint } from "#features/api/endpoints/choose-submission.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(chooseSubmissionEndpoint);
