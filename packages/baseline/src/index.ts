export { DEMO } from "./demo.ts";
export { type BaselineImageRequest, buildBaselineImage } from "./image/build-baseline-image.ts";
export { VARIANTS, type VariantName } from "./model/variant.ts";
export { openModel } from "./predict/open-model.ts";
export { predictFile } from "./predict/predict-file.ts";
