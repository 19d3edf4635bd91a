import { readFile } from "node:fs/promises";
import type { StructuresFile } from "@bodymark/contracts";
import { UsageError } from "@bodymark/contracts/plain";

/** Reads and checks a structures file. @throws UsageError that says which entry is wrong and how. */
export async function readStructuresFile(path: string): Promise<StructuresFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new UsageError(`structures file "${path}" cannot be read`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`structures file "${path}" is not JSON`, { cause });
  }
  // Loaded here alone: the schema library takes longer to load than many a case to score, and threads do without it.
  const { structuresFileSchema } = await import("@bodymark/contracts");
  const parsed = structuresFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".") || "file"}: ${issue.message}`);
  throw new UsageError(`structures file "${path}" is not valid\n${problems.slice(0, 10).join("\n")}`);
}
