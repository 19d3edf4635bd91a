import { createHash } from "node:crypto";

/** A name for exactly this document, or part of one: who edits says by it what they have seen. */
export function documentVersion(part: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(part)))
    .digest("hex")
    .slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}
