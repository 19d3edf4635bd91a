import {
  listOrganizersEndpoint,
  removeOrganizerEndpoint,
  setOrganizerEndpoint,
} from "#features/api/endpoints/organize/organizers.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(listOrganizersEndpoint);
export const PUT = serveEndpoint(setOrganizerEndpoint);
export const DELETE = serveEndpoint(removeOrganizerEndpoint);
