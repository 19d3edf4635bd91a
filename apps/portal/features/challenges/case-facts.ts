import type { CaseListItem } from "@bodymark/challenge";
import { formatBytes } from "#ui/format-number.ts";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

/** What is known of a case's patient and scan: an object of plain values, or nothing. */
export function metadataOf(item: CaseListItem): Record<string, unknown> {
  return typeof item.metadata === "object" && item.metadata !== null ? (item.metadata as Record<string, unknown>) : {};
}

/** `contrastPhase`, `contrast_phase` → `Contrast phase`. */
export function titleOf(key: string): string {
  const words = key
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const formatShape = (shape: readonly number[]): string => shape.join(" × ");

export const formatSpacing = (spacingMm: readonly number[]): string =>
  `${spacingMm.map((mm) => Number(mm.toFixed(3))).join(" × ")} mm`;

/** Everything known of a case, as terms and values. */
export function caseFacts(item: CaseListItem): (readonly [string, string])[] {
  const [, size, voxels, spacing] = T.caseColumns;
  return [
    [size, formatBytes(item.sizeBytes)],
    [voxels, formatShape(item.shape)],
    [spacing, formatSpacing(item.spacingMm)],
    ...Object.entries(metadataOf(item)).map(([key, value]) => [titleOf(key), String(value ?? "—")] as const),
  ];
}
