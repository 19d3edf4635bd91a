import { createHash, timingSafeEqual } from "node:crypto";
import { metrics } from "#features/operations/metrics.ts";
import { environment } from "#server/environment.ts";
import { fromThisMachine } from "#server/from-this-machine.ts";

export const dynamic = "force-dynamic";

/** Prometheus metrics for operators: with METRICS_TOKEN as bearer, or from this machine when none is set. */
export async function GET(request: Request): Promise<Response> {
  if (!mayRead(request)) return new Response("Not found\n", { status: 404 });
  const registry = metrics();
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType, "cache-control": "no-store" },
  });
}

function mayRead(request: Request): boolean {
  const { metricsToken } = environment();
  if (metricsToken === null) {
    return fromThisMachine(request.headers);
  }
  const given = request.headers.get("authorization") ?? "";
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(`Bearer ${metricsToken}`));
}
