import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { UsageError } from "@bodymark/contracts/plain";
import type { CaseInput } from "./options.ts";
import { caseNameOf } from "./volume-names.ts";

export interface MatchedCases {
  /** One for each reference, in byte order of the names; without a prediction, `predictionPath` is null. */
  readonly cases: readonly CaseInput[];
  /** Predictions that no reference has. */
  readonly extra: readonly string[];
}

/**
 * Pairs references with predictions: two files, or two folders whose entries are matched by name. An entry is a label
 * map file, or a folder with `segmentations/` masks; a path that holds `segmentations/` itself is one case.
 * @throws UsageError when a path is missing, only one is a folder, there is nothing to score, or no name matches.
 */
export async function matchCases(referencePath: string, predictionPath: string): Promise<MatchedCases> {
  const reference = await entryKind(referencePath);
  const prediction = await entryKind(predictionPath);
  if (reference === "missing") throw new UsageError(`reference "${referencePath}" does not exist`);
  if (prediction === "missing") throw new UsageError(`prediction "${predictionPath}" does not exist`);
  if (reference !== "folder" && prediction !== "folder") {
    const name = caseNameOf(basename(referencePath)) ?? basename(referencePath);
    return { cases: [{ name, referencePath, predictionPath }], extra: [] };
  }
  if (reference !== "folder" || prediction !== "folder") {
    throw new UsageError("reference and prediction must both be one case, or both be folders of cases");
  }

  const references = await listVolumes(referencePath);
  const predictions = await listVolumes(predictionPath);
  if (references.size === 0) throw new UsageError(`reference folder "${referencePath}" holds no label maps`);
  const names = [...references.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (!names.some((name) => predictions.has(name))) {
    throw new UsageError(
      `no prediction is named like a reference\n  references: ${list(names)}\n  predictions: ${list([...predictions.keys()].sort())}`,
    );
  }
  return {
    cases: names.map((name) => ({
      name,
      referencePath: references.get(name) ?? "",
      predictionPath: predictions.get(name) ?? null,
    })),
    extra: [...predictions.keys()].filter((name) => !references.has(name)).sort(),
  };
}

type Kind = "missing" | "file" | "folder" | "masks";

async function entryKind(path: string): Promise<Kind> {
  try {
    if (!(await stat(path)).isDirectory()) return "file";
  } catch {
    return "missing";
  }
  try {
    return (await stat(join(path, "segmentations"))).isDirectory() ? "masks" : "folder";
  } catch {
    return "folder";
  }
}

async function listVolumes(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = (await entryKind(path)) === "masks" ? entry.name : caseNameOf(entry.name);
    if (name === null) continue;
    const twin = found.get(name);
    if (twin !== undefined) throw new UsageError(`"${twin}" and "${path}" are two label maps for case "${name}"`);
    found.set(name, path);
  }
  return found;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(", ");
  return names.length === 0 ? "none" : names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
