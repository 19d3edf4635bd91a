import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Structure, UsageError } from "@bodymark/contracts";
import type { EvaluationCase } from "@bodymark/evaluator";
import { readCaseTable } from "@bodymark/scoring";

const ENDING = ".nii.gz";
/** nnU-Net and FLARE number the channels of a case. */
const CHANNEL = /_0000$/;

/**
 * The cases of a folder, ordinals by the bytes of their names, with what its `cases.csv` marks as not annotated.
 * @throws UsageError for a folder without images, an image without labels, or two images of one case
 */
export async function findCases(folder: string, structures: readonly Structure[]): Promise<EvaluationCase[]> {
  const images = await listVolumes(join(folder, "images"));
  const labels = new Set(await listVolumes(join(folder, "labels")));
  if (images.length === 0) throw new UsageError(`${join(folder, "images")} holds no ${ENDING} file`);
  const byCase = new Map<string, string>();
  for (const file of images) {
    const name = file.slice(0, -ENDING.length).replace(CHANNEL, "");
    const other = byCase.get(name);
    if (other) throw new UsageError(`${other} and ${file} are both images of the case ${name}`);
    byCase.set(name, file);
  }
  const missing = [...byCase.keys()].filter((name) => !labels.has(`${name}${ENDING}`));
  if (missing.length > 0)
    throw new UsageError(`no label file for: ${missing.join(", ")} (in ${join(folder, "labels")})`);
  const table = await readCaseTable(join(folder, "cases.csv"), structures);
  return [...byCase]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, file], index) => ({
      case: name,
      ordinal: index + 1,
      imagePath: join(folder, "images", file),
      labelPath: join(folder, "labels", `${name}${ENDING}`),
      notAnnotated: table?.notAnnotated.get(name) ?? [],
    }));
}

async function listVolumes(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UsageError(`the folder ${folder} cannot be read`, { cause });
  });
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(ENDING) && entry.name !== ENDING)
    .map((entry) => entry.name);
}
