import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const NAME = "cases.csv";

/**
 * The `cases.csv` that belongs to a reference: in its folder (a label map's own, or the folder of cases itself), else in the
 * folder above, as beside `labels/`. Null where there is none.
 */
export async function findCaseTable(referencePath: string): Promise<string | null> {
  const path = resolve(referencePath);
  const folder = (await isKind(path, "folder")) ? path : dirname(path);
  for (const place of [folder, dirname(folder)]) {
    const candidate = join(place, NAME);
    if (await isKind(candidate, "file")) return candidate;
  }
  return null;
}

async function isKind(path: string, kind: "file" | "folder"): Promise<boolean> {
  try {
    const entry = await stat(path);
    return kind === "file" ? entry.isFile() : entry.isDirectory();
  } catch {
    return false;
  }
}
