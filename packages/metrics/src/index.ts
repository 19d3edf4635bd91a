export { type CollectOptions, collectRuns } from "./collect-runs.ts";
export { interpolatedPercentile } from "./interpolated-percentile.ts";
export {
  type Box,
  extentOf,
  type LabelExtent,
  type LabelOf,
  type LabelPlanes,
  type LabelRuns,
  type StoredVoxels,
} from "./label-runs.ts";
export {
  type MeasureOptions,
  StructureMeasurer,
  type StructureMeasures,
  type SurfaceDistances,
} from "./measure-structure.ts";
export {
  definitionTolerances,
  fixedFields,
  hausdorffMm,
  imageDiagonalMm,
  relativeVolumeError,
  type ScoreOptions,
  scoreStructure,
} from "./score-structure.ts";
export { areaWithin, distanceSum, maximumDistance, totalArea } from "./surface-statistics.ts";
export { NEIGHBOUR_CODES, surfelAreas } from "./surfel-areas.ts";
export { weightedPercentile } from "./weighted-percentile.ts";
