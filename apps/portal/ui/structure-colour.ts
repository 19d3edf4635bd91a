/** Okabe and Ito's colour-blind-safe set, without black (the text's colour). jfly.uni-koeln.de/color */
export const OKABE_ITO = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"] as const;

/** The structures of AbdomenAtlas 1.1 in its order; a structure has the same colour in every challenge. */
const KNOWN = [
  "aorta",
  "gall_bladder",
  "kidney_left",
  "kidney_right",
  "liver",
  "pancreas",
  "postcava",
  "spleen",
  "stomach",
  "adrenal_gland_left",
  "adrenal_gland_right",
  "bladder",
  "celiac_trunk",
  "colon",
  "duodenum",
  "esophagus",
  "femur_left",
  "femur_right",
  "hepatic_vessel",
  "intestine",
  "lung_left",
  "lung_right",
  "portal_vein_and_splenic_vein",
  "prostate",
  "rectum",
];

/** A structure's colour by its name: by place for known ones, by a hash for others. */
export function structureColour(name: string): string {
  const place = KNOWN.indexOf(name);
  let index = place;
  if (place < 0) {
    index = 0;
    for (const letter of name) index = (index * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return OKABE_ITO[index % OKABE_ITO.length] ?? OKABE_ITO[0];
}

/** `portal_vein_and_splenic_vein` → `portal vein and splenic vein`. */
export function structureTitle(name: string): string {
  return name.replaceAll("_", " ");
}
