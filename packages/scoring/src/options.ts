import type { Definition, FailureCode, Metric, Structure } from "@bodymark/contracts";

/** Version of the scorer: raised whenever a value can change. */
export const SCORER_VERSION = "1.0.0";

export interface ScoringOptions {
  readonly structures: readonly Structure[];
  /** What whole numbers beyond the structures' labels mean in a prediction; default `invalid`. */
  readonly otherLabels?: "invalid" | "background";
  readonly definition: Definition;
  readonly metrics: readonly Metric[];
  /** `require`: the prediction's affine must match; `use-input`: only its shape must, a difference is flagged. */
  readonly affine: "require" | "use-input";
  /** Most bytes that a prediction may expand to; default 2 GiB. */
  readonly maxExpandedBytes?: number;
  /** Prediction value → label. Whole numbers that it does not map become background, which is flagged. */
  readonly predictionLabels?: Readonly<Record<number, number>>;
  /** Other file names of mask folders: name without ending → structure name. */
  readonly maskAliases?: Readonly<Record<string, string>>;
}

/** One case to score: paths are label maps, or folders that hold `segmentations/<structure>.nii.gz` masks. */
export interface CaseInput {
  readonly name: string;
  readonly referencePath: string;
  /** Null where the case has no prediction; `failure` then says why (`no-output` if it does not). */
  readonly predictionPath: string | null;
  readonly failure?: { readonly code: FailureCode; readonly message?: string };
  /** Labels of structures that nobody annotated in this case: never scored, whatever the files hold. */
  readonly notAnnotated?: readonly number[];
}
