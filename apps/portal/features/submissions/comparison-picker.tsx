import type { Comparison } from "@bodymark/challenge";
import { Button } from "#ui/button.tsx";
import { Select } from "#ui/field.tsx";
import { UI_TEXTS } from "#ui/texts.ts";
import { SUBMISSION_TEXTS as T } from "./texts.ts";
import type { Comparisons } from "./use-comparisons.ts";

interface ComparisonPickerProps {
  comparisons: Comparisons;
  chosen: Comparison | null;
  onChoose: (comparison: Comparison | null) => void;
}

/** Chooses what the result is held against: the best, a baseline, or an earlier submission of the team. */
export function ComparisonPicker({ comparisons, chosen, onChoose }: ComparisonPickerProps) {
  const { items, failed, retry } = comparisons;
  if (failed) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 text-bad text-small">
        {T.comparisonsFailed}
        <Button size="small" onClick={retry}>
          {UI_TEXTS.tryAgain}
        </Button>
      </p>
    );
  }
  if (items.length === 0) return null;
  return (
    <Select
      label={T.compareWith}
      value={chosen?.submission ?? ""}
      onChange={(event) => onChoose(items.find((one) => one.submission === event.target.value) ?? null)}
    >
      <option value="">{T.nothingChosen}</option>
      {items.map((one) => (
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
