import type { Viewer } from "@bodymark/challenge";
import type { z } from "zod";

export interface EndpointCall<Query, Body> {
  readonly viewer: Viewer;
  /** Parts of the path, already known to have the form of a slug or id. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
}

/** One operation of the HTTP API: what the router runs and what the OpenAPI description tells. */
export interface Endpoint<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Under /api/v1, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Whether a caller must be known. */
  readonly signedIn: boolean;
  readonly query?: Query;
  readonly body?: Body;
  /** Largest JSON body in bytes, where it may be more than the usual 256 KiB. */
  readonly bodyBytes?: number;
  /** Media type of a body that `run` reads from the request itself. */
  readonly rawBody?: string;
  readonly response: z.ZodType;
  readonly status?: number;
  /** Media type of the answer where it is not JSON. */
  readonly media?: string;
  /** Other media types of the same answer. */
  readonly alternatives?: readonly string[];
  /** What to answer as JSON, or a whole response. */
  readonly run: (call: EndpointCall<z.output<Query>, z.output<Body>>) => Promise<unknown>;
}

/** Ties the types of an endpoint's query and body to what its `run` gets. */
export function defineEndpoint<Query extends z.ZodType, Body extends z.ZodType>(
  endpoint: Endpoint<Query, Body>,
): Endpoint<Query, Body> {
  return endpoint;
}
