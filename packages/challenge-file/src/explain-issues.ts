import type { z } from "zod";

/** The issues of a parse as sentences with the path each is about; an unknown field is told by its own name. */
export function explainIssues(error: z.ZodError): { path: PropertyKey[]; message: string }[] {
  return error.issues.flatMap((issue) => {
    const path = [...issue.path];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key], message: `there is no field “${key}” here` }));
    }
    const name = path.map(String).join(".");
    const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
    return [{ path, message: missing ? `${name || "it"} is missing` : `${name ? `${name}: ` : ""}${issue.message}` }];
  });
}
