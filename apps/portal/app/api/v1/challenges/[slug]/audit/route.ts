import { readAuditEndpoint } from "#features/api/endpoints/organize/audit.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(readAuditEndpoint);
