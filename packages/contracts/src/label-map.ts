/** A submission's own numbering: its label → the challenge's. */
export type LabelMap = Readonly<Record<string, number>>;

const PAIR = /^(\d{1,5})\s*[=:]\s*(\d{1,5})$/;

/**
 * Reads a label map as people write it: `1=8, 5=6`, pairs between commas or on lines of their own, or JSON
 * (`{"1": 8, "5": 6}`). @returns the map, or a sentence about what is wrong
 */
export function parseLabelMap(text: string): { map: LabelMap } | { problem: string } {
  const map: Record<string, number> = {};
  const parts = text.replace(/[{}"]/g, "").split(/[,;\n]/);
  for (const part of parts.map((one) => one.trim()).filter(Boolean)) {
    const [, from = "", to = ""] = PAIR.exec(part) ?? [];
    const own = String(Number(from));
    if (!from || Number(from) > 65_535 || Number(to) > 65_535)
      return { problem: `“${part}” is no pair of labels such as 1=8.` };
    if (Object.hasOwn(map, own)) return { problem: `Label ${own} is mapped twice.` };
    map[own] = Number(to);
  }
  if (Object.keys(map).length === 0) return { problem: "Give pairs of labels such as 1=8, 5=6." };
  return { map };
}

/** A label map as `parseLabelMap` reads it. */
export function formatLabelMap(map: LabelMap): string {
  return Object.entries(map)
    .map(([from, to]) => `${from}=${to}`)
    .join(", ");
}
