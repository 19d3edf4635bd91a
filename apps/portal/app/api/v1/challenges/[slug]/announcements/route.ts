import { listAnnouncementsEndpoint, publishAnnouncementEndpoint } from "#features/api/endpoints/announcements.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listAnnouncementsEndpoint);
export const POST = serveEndpoint(publishAnnouncementEndpoint);
