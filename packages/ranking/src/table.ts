/**
 * The values of one metric. Arrays are in C order: the last axis runs fastest.
 */
export interface MetricTable {
  readonly name: string;
  /** May be another set for each metric; a metric of the whole case (time, memory) has the one structure "". */
  readonly structures: readonly string[];
  /** [entry][case][structure]; NaN is missing. */
  readonly values: Float64Array;
  /** [case][structure]; 1 where the cell counts for every entry, 0 where it counts for none (not annotated, absent). */
  readonly counted: Uint8Array;
}

/** All scores that a ranking looks at. */
export interface ScoreTable {
  /** Submissions, the earlier first. */
  readonly entries: readonly string[];
  readonly cases: readonly string[];
  readonly metrics: readonly MetricTable[];
  /** The patient of each case, where patients have several: the bootstrap draws patients. */
  readonly patients?: readonly string[];
  /** The stratum of each case (all cases of a patient in one): the bootstrap draws within strata. */
  readonly strata?: readonly string[];
}

/** One score as a file or a query gives it; null is missing. */
export interface ScoreRow {
  readonly submission: string;
  readonly case: string;
  readonly structure: string;
  readonly metric: string;
  readonly value: number | null;
  /** Where the row stands in its file, from 1: errors name it. */
  readonly line?: number;
}
