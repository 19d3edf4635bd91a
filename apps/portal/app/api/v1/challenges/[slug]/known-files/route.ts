import { findKnownFilesEndpoint } from "#features/api/endpoints/organize/cases.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const POST = serveEndpoint(findKnownFilesEndpoint);
