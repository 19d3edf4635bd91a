import type { z } from "zod";
import { knownFields } from "./known-fields.ts";
import { suggestName } from "./suggest-name.ts";

/**
 * The issues of a parse as sentences with the path each is about; an unknown field is told by its own name, with the
 * one of `schema` that was probably meant.
 */
export function explainIssues(error: z.ZodError, schema?: z.core.$ZodType): { path: PropertyKey[]; message: string }[] {
  return error.issues.flatMap((issue) => {
    const path = [...issue.path];
    if (issue.code === "unrecognized_keys") {
      const known = schema ? knownFields(schema, path) : [];
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownField(key, known) }));
    }
    const name = path.map(String).join(".");
    const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
    const message = issue.message.replace(/^Invalid (?:input|option): /, "");
    return [{ path, message: missing ? `${name || "it"} is missing` : `${name ? `${name}: ` : ""}${message}` }];
  });
}

/** What is said of a field that is not known where it stands. */
export function unknownField(name: string, known: readonly string[]): string {
  const meant = suggestName(name, known);
  return `there is no field “${name}” here${meant === null ? "" : `; did you mean “${meant}”?`}`;
}
