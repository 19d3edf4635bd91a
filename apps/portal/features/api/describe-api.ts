import { z } from "zod";
import type { Endpoint } from "./define-endpoint.ts";
import { pathPattern } from "./path-parts.ts";
import { problemSchema } from "./shapes.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of the API, made from the very shapes that it parses and answers. */
export function describeApi(endpoints: readonly Endpoint[], serverUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: describeOperation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Bodymark API",
      version: "1",
      summary: "Challenges, leaderboards and submissions",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${serverUrl}/api/v1` }],
    paths: { ...paths, ...UPLOAD_PATHS },
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key of your account" } },
      schemas: { Problem: toSchema(problemSchema) },
    },
  };
}

function describeOperation(endpoint: Endpoint): Json {
  const { id, summary, description, signedIn, body, rawBody, response, media: type = "application/json" } = endpoint;
  const { alternatives = [] } = endpoint;
  const media: Json = { [type]: { schema: toSchema(response) } };
  const sent: Json | null = body
    ? { "application/json": { schema: toSchema(body) } }
    : rawBody
      ? { [rawBody]: { schema: { type: "string", format: "binary" } } }
      : null;
  for (const other of alternatives) media[other] = { schema: { type: "string" } };
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    security: signedIn ? [{ apiKey: [] }] : [{}, { apiKey: [] }],
    parameters: [...pathParameters(endpoint.path), ...queryParameters(endpoint.query)],
    ...(sent ? { requestBody: { required: true, content: sent } } : {}),
    responses: {
      [String(endpoint.status ?? 200)]: { description: summary, headers: RATE_HEADERS, content: media },
      default: {
        description: "Problem details (RFC 9457)",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", pattern: pathPattern(name ?? "").source },
  }));
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {} } = toSchema(query) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
}

/** Of answers too in the form for input: the other one forbids fields that it does not name, and we may add some. */
function toSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}

const integer = { schema: { type: "integer" } };
const RATE_HEADERS = { "RateLimit-Limit": integer, "RateLimit-Remaining": integer, "RateLimit-Reset": integer };

/** Uploads speak tus 1.0, which has a specification of its own: tus.io/protocols/resumable-upload. */
const UPLOAD_PATHS = {
  "/uploads": {
    post: {
      operationId: "createUpload",
      summary: "Begin a resumable upload (tus 1.0)",
      description:
        "`Upload-Metadata` holds `filename`; for a file of a case also `kind case` and `challenge`. The answer's Location is the upload; its last part is its id.",
      security: [{ apiKey: [] }],
      parameters: [
        { name: "Tus-Resumable", in: "header", required: true, schema: { const: "1.0.0" } },
        { name: "Upload-Length", in: "header", required: true, schema: { type: "integer", minimum: 1 } },
        { name: "Upload-Metadata", in: "header", required: false, schema: { type: "string" } },
      ],
      responses: { "201": { description: "Created", headers: { Location: { schema: { type: "string" } } } } },
    },
  },
};
