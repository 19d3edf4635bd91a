import { readHealth } from "#features/operations/read-health.ts";

export const dynamic = "force-dynamic";

/** For probes: 200 while the portal and its database answer, 503 otherwise. */
export async function GET(): Promise<Response> {
  const health = await readHealth();
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
