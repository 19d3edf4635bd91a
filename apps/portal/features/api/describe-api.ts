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
    paths: { ...paths, ...UPLOAD_PATHS, ...OWN_PATH },
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
      default: PROBLEM,
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

const OWN_PATH = {
  "/openapi.json": {
    get: {
      operationId: "getDescription",
      summary: "This description",
      responses: { "200": { description: "OpenAPI 3.1", content: { "application/json": { schema: {} } } } },
    },
  },
};

const TUS = { name: "Tus-Resumable", in: "header", required: true, schema: { const: "1.0.0" } };
const PROBLEM = {
  description: "Problem details (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const UPLOAD_ID = { name: "upload", in: "path", required: true, schema: { type: "string" } };
const header = (description: string) => ({ description, schema: { type: "string" } });

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
        TUS,
        { name: "Upload-Length", in: "header", required: true, schema: { type: "integer", minimum: 1 } },
        { name: "Upload-Metadata", in: "header", required: false, schema: { type: "string" } },
      ],
      responses: {
        "201": { description: "Created", headers: { Location: header("The upload's address"), ...RATE_HEADERS } },
        default: PROBLEM,
      },
    },
    get: {
      operationId: "listUploads",
      summary: "Your uploads that are not complete, to be gone on with",
      security: [{ apiKey: [] }],
      responses: {
        "200": { description: "Your open uploads", content: { "application/json": { schema: {} } } },
        default: PROBLEM,
      },
    },
    options: {
      operationId: "describeUploads",
      summary: "What of tus 1.0 is spoken, and the largest file",
      responses: { "204": { description: "In its headers" } },
    },
  },
  "/uploads/{upload}": {
    parameters: [UPLOAD_ID],
    head: {
      operationId: "getUploadOffset",
      summary: "How much of an upload has arrived",
      security: [{ apiKey: [] }],
      parameters: [TUS],
      responses: {
        "200": {
          description: "So much",
          headers: { "Upload-Offset": header("Bytes"), "Upload-Length": header("Bytes") },
        },
        default: { description: "Not there, or not yours" },
      },
    },
    get: {
      operationId: "getUpload",
      summary: "An upload of yours: state, size and, once it is complete, its SHA-256",
      security: [{ apiKey: [] }],
      responses: {
        "200": { description: "The upload", content: { "application/json": { schema: { type: "object" } } } },
        default: PROBLEM,
      },
    },
    patch: {
      operationId: "continueUpload",
      summary: "Send the next part of an upload",
      security: [{ apiKey: [] }],
      parameters: [
        TUS,
        { name: "Upload-Offset", in: "header", required: true, schema: { type: "integer", minimum: 0 } },
      ],
      requestBody: {
        required: true,
        content: { "application/offset+octet-stream": { schema: { type: "string", format: "binary" } } },
      },
      responses: {
        "204": { description: "Received", headers: { "Upload-Offset": header("Bytes") } },
        default: PROBLEM,
      },
    },
    delete: {
      operationId: "endUpload",
      summary: "Give an upload up",
      security: [{ apiKey: [] }],
      parameters: [TUS],
      responses: { "204": { description: "Gone" }, default: PROBLEM },
    },
  },
};
