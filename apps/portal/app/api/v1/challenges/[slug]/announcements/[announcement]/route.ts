import {
  editAnnouncementEndpoint,
  getAnnouncementEndpoint,
  removeAnnouncementEndpoint,
} from "#features/api/endpoints/announcements.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getAnnouncementEndpoint);
export const PUT = serveEndpoint(editAnnouncementEndpoint);
export const DELETE = serveEndpoint(removeAnnouncementEndpoint);
