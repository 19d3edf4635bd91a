import { VolumeError } from "./errors.ts";

/** Largest label that a label map may hold. */
export const MAX_LABEL = 65535;

/** Which stored values are labels: how they are scaled, which are known, and what becomes of the rest. */
export interface LabelRule {
  readonly slope: number;
  readonly intercept: number;
  /** Labels that are kept; absent: every whole number from 0 to 65535. 0 is always background. */
  readonly allowed?: ReadonlySet<number>;
  /** What another whole number means. */
  readonly otherLabels: "refuse" | "background";
}

/**
 * The label that one stored value stands for. A scaled value may miss a whole number by the rounding of the header's
 * float32 slope and intercept, and by no more.
 * @throws VolumeError `invalid-labels` for NaN, infinity, fractions and, as the rule says, unknown numbers.
 */
export function readLabel(stored: number | bigint, rule: LabelRule): number {
  const raw = Number(stored);
  const { slope, intercept } = rule;
  let value = raw;
  if (slope !== 1 || intercept !== 0) {
    const scaled = slope * raw + intercept;
    const nearest = Math.round(scaled);
    const rounding = (Math.abs(slope * raw) + Math.abs(intercept)) * 2 ** -23;
    value = Math.abs(scaled - nearest) <= rounding ? nearest : scaled;
  }
  if (!Number.isInteger(value)) throw new VolumeError("invalid-labels", "voxel value", "whole numbers", String(value));
  if (value === 0) return 0;
  if (value > 0 && value <= MAX_LABEL && (rule.allowed?.has(value) ?? true)) return value;
  if (rule.otherLabels === "background") return 0;
  throw new VolumeError("invalid-labels", "label", describeAllowed(rule.allowed), String(value));
}

function describeAllowed(allowed: ReadonlySet<number> | undefined): string {
  if (allowed === undefined) return `0 to ${MAX_LABEL}`;
  const labels = [...allowed].sort((a, b) => a - b);
  const contiguous = labels.every((label, i) => label === (labels[0] ?? 0) + i);
  if (contiguous && labels.length > 2) return `0 or ${labels[0]} to ${labels.at(-1)}`;
  return `0 or one of ${labels.length > 40 ? `${labels.slice(0, 40).join(", ")}, …` : labels.join(", ")}`;
}
