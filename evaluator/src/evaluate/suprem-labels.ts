import type { StructuresFile } from "@bodymark/contracts";

/**
 * SuPreM's own numbering (its README's class list), by AbdomenAtlas names. 26 to 32 are lesions, which no structure of
 * AbdomenAtlas 1.1 stands for. One of its mask files is misspelt, and so it is looked for.
 */
const SUPREM_LABELS: readonly string[] = [
  "spleen",
  "kidney_right",
  "kidney_left",
  "gall_bladder",
  "esophagus",
  "liver",
  "stomach",
  "aorta",
  "postcava",
  "portal_vein_and_splenic_vein",
  "pancreas",
  "adrenal_gland_right",
  "adrenal_gland_left",
  "duodenum",
  "hepatic_vessel",
  "lung_right",
  "lung_left",
  "colon",
  "intestine",
  "rectum",
  "bladder",
  "prostate",
  "femur_left",
  "femur_right",
  "celiac_trunk",
];
const MASK_ALIASES: Readonly<Record<string, string>> = { celiac_truck: "celiac_trunk" };

/** SuPreM's label → the challenge's, by name; what the challenge does not have is left out. */
export function supremLabelMap(file: StructuresFile): Record<string, number> {
  const byName = new Map(file.structures.map(({ name, label }) => [name, label]));
  const entries = SUPREM_LABELS.map((name, index) => [String(index + 1), byName.get(name)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** Name of a mask's file → the challenge's label. */
export function supremMaskNames(file: StructuresFile): Record<string, number> {
  const names: Record<string, number> = {};
  for (const { name, label } of file.structures) {
    names[`${name}.nii.gz`] = label;
    for (const [alias, meant] of Object.entries(MASK_ALIASES)) if (meant === name) names[`${alias}.nii.gz`] = label;
  }
  return names;
}
