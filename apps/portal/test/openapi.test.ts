import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { describeApi } from "../features/api/describe-api.ts";
import { ENDPOINTS } from "../features/api/endpoints/index.ts";

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters?: { name: string }[];
  responses: Record<string, unknown>;
}
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];
const api = describeApi(ENDPOINTS, "http://localhost:3000") as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => (item[method] ? [{ path, method, ...item[method] }] : [])),
);

/** Method and path of every handler under app/api/v1, as the description writes them. */
function routes(): string[] {
  const root = fileURLToPath(new URL("../app/api/v1", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  return files.flatMap((file) => {
    const folder = `/${file}`.replace(/\/route\.ts$/, "");
    const paths = folder.endsWith("/[[...path]]")
      ? ["/uploads", "/uploads/{upload}"]
      : [folder.replace(/\[(\w+)\]/g, "{$1}")];
    const text = readFileSync(`${root}/${file}`, "utf8");
    const methods = [...text.matchAll(/^export (?:const|function|async function) ([A-Z]+)\b/gm)].map(
      ([, name]) => name,
    );
    return paths.flatMap((path) => methods.map((method) => `${method} ${path}`));
  });
}

describe("the OpenAPI description", () => {
  it("is valid OpenAPI 3.1, by the specification's own schema", async () => {
    expect(api.openapi).toBe("3.1.0");
    expect(await new Validator().validate(structuredClone(api))).toMatchObject({ valid: true });
  });

  it("tells of every route that there is, and of none that there is not", () => {
    // Whole uploads have no parts to send, single ones no further ones to begin.
    const ofTus = [/^(PATCH|DELETE|HEAD) \/uploads$/, /^(POST|OPTIONS) \/uploads\/\{upload\}$/];
    const there = routes().filter((route) => !ofTus.some((pattern) => pattern.test(route)));
    const told = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(there.sort()).toEqual(told.sort());
  });

  it("names every operation once, with its parameters, an answer and what errors look like", () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const board = api.paths["/challenges/{slug}/phases/{phase}/leaderboard"]?.get;
    expect(board?.parameters?.map(({ name }) => name)).toEqual(["slug", "phase", "format", "at", "scheme"]);
    for (const endpoint of ENDPOINTS) {
      const operation = api.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
      expect([endpoint.id, Object.keys(operation?.responses ?? {})]).toEqual([
        endpoint.id,
        [String(endpoint.status ?? 200), "default"],
      ]);
    }
  });
});
