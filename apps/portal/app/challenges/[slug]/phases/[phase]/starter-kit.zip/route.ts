import { networkOf } from "@bodymark/auth";
import { Problem, problemResponse, toProblem } from "#features/api/problem.ts";
import { buildStarterKit } from "#features/starter-kit/build-starter-kit.ts";
import { clientAddress } from "#server/client-address.ts";
import { rateLimiter } from "#server/rate-limiter.ts";
import { isSlug } from "#server/slug.ts";
import { currentViewer } from "#server/viewer.ts";

export const dynamic = "force-dynamic";

/** A phase's starter kit; for everybody who may know of the challenge. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string; phase: string }> },
): Promise<Response> {
  try {
    // Making one reads a whole scan: it counts as a write.
    const verdict = await rateLimiter().count(`address:${networkOf(clientAddress(request.headers))}`, "write");
    if (!verdict.allowed) throw new Problem(429, "too-many-requests", "Too many requests. Slow down.");
    const { slug, phase } = await params;
    if (!isSlug(slug) || !isSlug(phase)) throw new Problem(404, "not-found", "There is no such phase.");
    const { fileName, content } = await buildStarterKit(await currentViewer(), { challenge: slug, phase });
    return new Response(new Uint8Array(content), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemResponse(toProblem(error));
  }
}
