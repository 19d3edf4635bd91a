import { describeApi } from "#features/api/describe-api.ts";
import { ENDPOINTS } from "#features/api/endpoints/index.ts";
import { environment } from "#server/environment.ts";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json(describeApi(ENDPOINTS, environment().publicUrl), {
    headers: { "access-control-allow-origin": "*", "cache-control": "public, max-age=300" },
  });
}
