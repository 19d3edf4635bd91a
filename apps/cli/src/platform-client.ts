import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "@bodymark/contracts";
import { z } from "zod";
import { PlatformError } from "./platform-error.ts";

/** How long a platform that does not answer is asked again before it is given up. */
const PATIENCE_MS = 5 * 60_000;
const PAUSE_MS = 2_000;
/** How long one answer may take: a case's volumes are read from end to end before it is entered. */
const ANSWER_MS = 5 * 60_000;

const problemSchema = z.looseObject({ code: z.string(), detail: z.string() });

export interface PlatformClient {
  readonly url: string;
  readonly headers: Record<string, string>;
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** Replaces what the address names; a body of bytes goes as it is. Repeated like a read: twice is as good as once. */
  put<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** A file's bytes. */
  download(path: string): Promise<ReadableStream<Uint8Array>>;
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
      const init = { method: "POST", headers: all, body: JSON.stringify(body) };
      return parse(await patiently(() => call(`${base}${path}`, init), isLimit), shape);
    },
    put: async (path, body, shape) => {
      const raw = body instanceof Uint8Array;
      const all = { ...headers, "Content-Type": raw ? "application/octet-stream" : "application/json" };
      const init = { method: "PUT", headers: all, body: raw ? Buffer.from(body) : JSON.stringify(body) };
      return parse(await patiently(() => call(`${base}${path}`, init)), shape);
    },
    download: (path) =>
      patiently(async () => {
        const response = await reach(`${base}${path}`, { headers });
        if (response.ok && response.body) return response.body;
        throw problemOf(response.status, await response.text());
      }),
  };
}

/** Too many requests in a minute: nothing was done yet, so asking again later cannot do it twice. */
function isLimit(error: PlatformError): boolean {
  return error.code === "too-many-requests";
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    throw new PlatformError("unreachable", `${new URL(address).origin} cannot be reached`, true, { cause: error });
  }
}

async function call(address: string, init: RequestInit): Promise<unknown> {
  const response = await reach(address, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  const text = await response.text();
  if (response.ok) return readJson(text);
  throw problemOf(response.status, text);
}

/** An answer that is not a success, as an error with the platform's own words. */
export function problemOf(status: number, text: string): PlatformError {
  const problem = problemSchema.safeParse(readJson(text));
  const { code, detail, ...details } = problem.success
    ? problem.data
    : { code: `http-${status}`, detail: `the platform answered ${status}` };
  return new PlatformError(code, detail, status >= 500 || status === 429, { details });
}

function parse<T>(value: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = "the platform's answer is not understood; is it of another version?";
  throw new PlatformError("unknown-answer", message, false, { cause: parsed.error });
}

async function patiently<T>(read: () => Promise<T>, may = (error: PlatformError) => error.retry): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const again = error instanceof PlatformError && may(error) && performance.now() - startedAt < PATIENCE_MS;
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
