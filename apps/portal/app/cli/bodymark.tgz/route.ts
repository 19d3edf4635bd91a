import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { Problem, problemResponse, toProblem } from "#features/api/problem.ts";
import { environment } from "#server/environment.ts";

export const dynamic = "force-dynamic";

/** The command line as an npm package: `npx --yes <portal>/cli/bodymark.tgz`. */
export async function GET(): Promise<Response> {
  try {
    const path = environment().commandLinePackage;
    const file = path === null ? null : await stat(path).catch(() => null);
    if (path === null || !file?.isFile())
      throw new Problem(404, "not-found", "This portal does not offer the command line.");
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/gzip",
        "content-length": String(file.size),
        "content-disposition": 'attachment; filename="bodymark.tgz"',
        "cache-control": "no-cache",
      },
    });
  } catch (error) {
    return problemResponse(toProblem(error));
  }
}
