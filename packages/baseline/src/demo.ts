/**
 * The grid and the series of the demo challenge. At this grid a case takes about 1.5 s to make, a prediction on one core
 * about 2.5 s (accurate) or 0.6 s (fast) with the start of the process, and no resampling is lost on the accurate model.
 * Seeds are others than those of training and test in `fit.ts`.
 */
export const DEMO = {
  shape: [128, 128, 128],
  spacingMm: [3, 3, 4.5],
  debug: { seed: 2_024, cases: 3 },
  final: { seed: 777_001, cases: 8 },
} as const;
