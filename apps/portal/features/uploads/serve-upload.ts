import { networkOf } from "@bodymark/auth";
import { identifyCaller } from "#features/api/identify-caller.ts";
import { Problem, problemResponse, toProblem } from "#features/api/problem.ts";
import { rateHeaders } from "#features/api/rate-limit.ts";
import { clientAddress } from "#server/client-address.ts";
import { rateLimiter } from "#server/rate-limiter.ts";
import { uploads } from "#server/uploads.ts";

/** Answers a request of a resumable upload (tus 1.0). Chunks are not counted: their own bytes slow them down. */
export async function serveUpload(request: Request): Promise<Response> {
  let limits: Record<string, string> = {};
  try {
    if (request.method !== "PATCH") {
      const kind = request.method === "POST" || request.method === "DELETE" ? "write" : "read";
      const verdict = await rateLimiter().count(`address:${networkOf(clientAddress(request.headers))}`, kind);
      limits = rateHeaders(verdict);
      if (!verdict.allowed) throw new Problem(429, "too-many-requests", "Too many requests. Slow down.");
    }
    const person = request.method === "OPTIONS" ? null : await identifyCaller(request);
    const response = await (await uploads()).handle(request, person?.id ?? null);
    for (const [name, value] of Object.entries(limits)) response.headers.set(name, value);
    return response;
  } catch (error) {
    return problemResponse(toProblem(error), { ...limits, "tus-resumable": "1.0.0" });
  }
}
