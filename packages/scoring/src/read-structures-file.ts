import { readFile } from "node:fs/promises";
import type { StructuresFile } from "@bodymark/contracts";
import { UsageError } from "@bodymark/contracts/plain";

/**
 * Whether a file is certainly what `structuresFileSchema` accepts; fields that the schema does not know are let be. What is not
 * plain is left to the schema, which decides and explains.
 */
export function isPlainlyValid(value: unknown): value is StructuresFile {
  if (!isRecord(value) || !Array.isArray(value.structures) || value.structures.length === 0) return false;
  if (!["invalid", "background", undefined].includes(value.otherLabels as string | undefined)) return false;
  const rows: unknown[] = value.structures;
  if (!rows.every(isPlainStructure)) return false;
  return (
    new Set(rows.map((row) => row.label)).size === rows.length &&
    new Set(rows.map((row) => row.name)).size === rows.length
  );
}

function isPlainStructure(row: unknown): row is StructuresFile["structures"][number] {
  if (!isRecord(row)) return false;
  const { label, name, toleranceMm, groups, flareToleranceMm } = row;
  return (
    Number.isInteger(label) &&
    Number(label) >= 1 &&
    Number(label) <= 65535 &&
    typeof name === "string" &&
    name.length >= 1 &&
    name.length <= 200 &&
    (Array.isArray(toleranceMm)
      ? toleranceMm.length > 0 && toleranceMm.every(isTolerance)
      : isTolerance(toleranceMm)) &&
    (groups === undefined || (Array.isArray(groups) && groups.every((group) => typeof group === "string"))) &&
    (flareToleranceMm === undefined || isTolerance(flareToleranceMm))
  );
}

function isTolerance(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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
  if (isPlainlyValid(value)) return value;
  // The schema library takes longer to load than many a case to score, so it is loaded to say what is wrong, not before.
  const { structuresFileSchema } = await import("@bodymark/contracts");
  const parsed = structuresFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".") || "file"}: ${issue.message}`);
  throw new UsageError(`structures file "${path}" is not valid\n${problems.slice(0, 10).join("\n")}`);
}
