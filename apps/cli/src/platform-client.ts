import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "@bodymark/contracts";
import { z } from "zod";
import { PlatformError } from "./platform-error.ts";

/** How long a platform that does not answer is asked again before it is given up. */
const PATIENCE_MS = 5 * 60_000;
const PAUSE_MS = 2_000;

const problemSchema = z.object({ code: z.string(), detail: z.string() });

export interface PlatformClient {
  readonly url: string;
  readonly headers: Record<string, string>;
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
}

/** The HTTP API of a platform. Reads are repeated while the platform cannot be reached or asks to wait. */
export function openPlatform(url: string | undefined, apiKey: string | undefined): PlatformClient {
  if (!url) throw new UsageError("say where the platform is: --url http://localhost:3000 (or BODYMARK_URL)");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`--url ${url} is no web address`);
  if (!apiKey) throw new UsageError("set BODYMARK_API_KEY to an API key of your account");
  const base = `${url.replace(/\/+$/, "")}/api/v1`;
  const headers = { Authorization: `Bearer ${apiKey}` };
  return {
    url: base,
    headers,
    get: (path, shape) => patiently(async () => parse(await call(`${base}${path}`, { headers }), shape)),
    post: async (path, body, shape) => {
      const all = { ...headers, "Content-Type": "application/json" };
      return parse(await call(`${base}${path}`, { method: "POST", headers: all, body: JSON.stringify(body) }), shape);
    },
  };
}

async function call(address: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, { ...init, signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    throw new PlatformError("unreachable", `${new URL(address).origin} cannot be reached`, true, { cause: error });
  }
  const text = await response.text();
  if (response.ok) return readJson(text);
  throw problemOf(response.status, text);
}

/** An answer that is not a success, as an error with the platform's own words. */
export function problemOf(status: number, text: string): PlatformError {
  const problem = problemSchema.safeParse(readJson(text));
  const { code, detail } = problem.success
    ? problem.data
    : { code: `http-${status}`, detail: `the platform answered ${status}` };
  return new PlatformError(code, detail, status >= 500 || status === 429);
}

function parse<T>(value: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = "the platform's answer is not understood; is it of another version?";
  throw new PlatformError("unknown-answer", message, false, { cause: parsed.error });
}

async function patiently<T>(read: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const again = error instanceof PlatformError && error.retry && performance.now() - startedAt < PATIENCE_MS;
      if (!again) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, say: the status tells
  }
}
