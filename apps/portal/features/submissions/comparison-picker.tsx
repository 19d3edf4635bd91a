import type { Comparison } from "@bodymark/challenge";
import { Select } from "#ui/field.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

interface ComparisonPickerProps {
  comparisons: readonly Comparison[];
  chosen: Comparison | null;
  onChoose: (comparison: Comparison | null) => void;
}

/** Chooses what the result is held against: the best, a baseline, or an earlier submission of the team. */
export function ComparisonPicker({ comparisons, chosen, onChoose }: ComparisonPickerProps) {
  if (comparisons.length === 0) return null;
  return (
    <Select
      label={T.compareWith}
      value={chosen?.submission ?? ""}
      onChange={(event) => onChoose(comparisons.find((one) => one.submission === event.target.value) ?? null)}
    >
      <option value="">nothing</option>
      {comparisons.map((one) => (
        <option key={one.submission} value={one.submission}>
          {nameOf(one)}
        </option>
      ))}
    </Select>
  );
}

/** `the best: nnU-Net of Team A`. */
export function nameOf({ kind, algorithm, team, submittedAt }: Comparison): string {
  if (kind === "best") return `the best: ${algorithm} of ${team}`;
  if (kind === "baseline") return `the baseline: ${algorithm}`;
  return `own: ${algorithm}, ${submittedAt.slice(0, 16).replace("T", " ")} UTC`;
}
