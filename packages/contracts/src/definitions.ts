export const METRICS = ["dice", "nsd", "hd95", "assd"] as const;
export type Metric = (typeof METRICS)[number];

/** Named metric definitions; values under different names are never mixed. */
export const DEFINITIONS = ["surface-distance", "bodymaps-2024", "monai", "flare"] as const;
export type Definition = (typeof DEFINITIONS)[number];
