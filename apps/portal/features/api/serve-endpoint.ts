import { networkOf } from "@bodymark/auth";
import type { z } from "zod";
import { clientAddress } from "#server/client-address.ts";
import { rateLimiter } from "#server/rate-limiter.ts";
import { toViewer } from "#server/viewer.ts";
import type { Endpoint } from "./define-endpoint.ts";
import { identifyCaller } from "./identify-caller.ts";
import { isPathPart } from "./path-parts.ts";
import { Problem, problemResponse, toProblem } from "./problem.ts";
import { rateHeaders } from "./rate-limit.ts";

/** The largest JSON body, in bytes; files go through the resumable upload. */
const BODY_BYTES = 256 * 1024;

type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined> | undefined> },
) => Promise<Response>;

/** Makes a route handler of an endpoint: limits, caller, input, answer, errors. */
export function serveEndpoint<Query extends z.ZodType, Body extends z.ZodType>(
  endpoint: Endpoint<Query, Body>,
): RouteHandler {
  return async (request, context) => {
    let limits: Record<string, string> = {};
    try {
      const kind = endpoint.method === "GET" ? "read" : "write";
      const byAddress = await rateLimiter().count(`address:${networkOf(clientAddress(request.headers))}`, kind);
      limits = rateHeaders(byAddress);
      if (!byAddress.allowed) throw new Problem(429, "too-many-requests", "Too many requests. Slow down.");
      const person = await identifyCaller(request);
      if (endpoint.signedIn && !person) {
        throw new Problem(401, "not-signed-in", "Give an API key: `Authorization: Bearer <key>`.", {
          headers: { "www-authenticate": "Bearer" },
        });
      }
      const answer = await endpoint.run({
        viewer: toViewer(person),
        params: checkParams((await context.params) ?? {}),
        query: parseQuery(request, endpoint.query) as z.output<Query>,
        body: (endpoint.body
          ? endpoint.body.parse(await readJson(request, endpoint.bodyBytes ?? BODY_BYTES))
          : undefined) as z.output<Body>,
        request,
      });
      const response =
        answer instanceof Response
          ? answer
          : Response.json(answer, { status: endpoint.status ?? 200, headers: { "cache-control": "no-store" } });
      for (const [name, value] of Object.entries(limits)) response.headers.set(name, value);
      return response;
    } catch (error) {
      return problemResponse(toProblem(error), limits);
    }
  };
}

function checkParams(params: Record<string, string | string[] | undefined>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== "string" || !isPathPart(name, value))
      throw new Problem(404, "not-found", "There is nothing under this address.");
    checked[name] = value;
  }
  return checked;
}

function parseQuery(request: Request, schema: z.ZodType | undefined): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw new Problem(400, "invalid-query", "Some parameters of the address are wrong.", { details: { fields } });
}

async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new Problem(415, "not-json", "Send the body as JSON, with `Content-Type: application/json`.");
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new Problem(413, "body-too-large", `The body may have at most ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  // PostgreSQL keeps no NUL. An even number of backslashes before it means the letters, not the character.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text))
    throw new Problem(400, "malformed-json", "The body holds the character NUL (\\u0000): leave it out.");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem(400, "malformed-json", "The body is not valid JSON.", { cause });
  }
}
