import { readFile } from "node:fs/promises";
import { type LabelMap, parseLabelMap, UsageError } from "@bodymark/contracts";

/** `--label-map`: pairs (`1=8,5=6`), or a file with them or with JSON. @throws UsageError */
export async function readLabelMap(text: string): Promise<LabelMap> {
  const content = /^[\d\s=:,;{}"]+$/.test(text) ? text : await readFile(text, "utf8").catch(() => null);
  if (content === null)
    throw new UsageError(`--label-map takes pairs such as 1=8,5=6 or a file of them, not "${text}"`);
  const parsed = parseLabelMap(content);
  if ("problem" in parsed) throw new UsageError(`--label-map: ${parsed.problem}`);
  return parsed.map;
}

/** What is mapped to a label that is none of the list's would be scored as something else, in silence. @throws UsageError */
export function refuseForeignLabels(map: LabelMap, { structures }: { structures: readonly { label: number }[] }): void {
  const wrong = Object.entries(map).find(([, to]) => to !== 0 && !structures.some(({ label }) => label === to));
  if (wrong) throw new UsageError(`--label-map: ${wrong[0]} is mapped to ${wrong[1]}, which is no label of the list`);
}
