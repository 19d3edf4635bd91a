import { Refusal } from "@bodymark/challenge";
import { ZodError } from "zod";

/** An answer that is not the one asked for, as RFC 9457 problem details. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: Record<string, unknown>; headers?: Record<string, string> } & ErrorOptions = {},
  ) {
    super(message, more);
    this.status = status;
    this.code = code;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

const TITLES: Record<number, string> = {
  400: "Malformed request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  422: "Invalid input",
  429: "Limit reached",
  500: "Fault of the platform",
};

/** The one place where errors become HTTP. What is not foreseen says nothing of itself outside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) {
    const retryAfterS = error.retryAt ? Math.max(1, Math.ceil((error.retryAt.getTime() - Date.now()) / 1000)) : null;
    return new Problem(error.status, error.code, error.message, {
      details: { ...error.details, ...(error.retryAt ? { retryAt: error.retryAt.toISOString() } : {}) },
      headers: retryAfterS && error.status === 429 ? { "retry-after": String(retryAfterS) } : {},
      cause: error,
    });
  }
  if (error instanceof ZodError) {
    const fields = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    return new Problem(422, "invalid-input", "Some fields are missing or wrong.", {
      details: { fields },
      cause: error,
    });
  }
  console.error("api:", error);
  return new Problem(500, "platform-fault", "Something on our side failed. Try again in a minute.", { cause: error });
}

export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const body = {
    type: `urn:bodymark:problem:${problem.code}`,
    title: TITLES[problem.status] ?? "Error",
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...problem.details,
  };
  return new Response(`${JSON.stringify(body)}\n`, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
      ...problem.headers,
    },
  });
}
