export type { ContrastPhase, Kernel } from "./acquisition.ts";
export { encodeCase } from "./encode-case.ts";
export { type CaseRequest, generateCase, type PhantomCase } from "./generate-case.ts";
export { chooseSampling, DEFAULT_SHAPE, DEFAULT_SPACING_MM, FIELD_OF_VIEW_MM } from "./grid.ts";
export { type CaseMetadata, casesCsv } from "./metadata.ts";
export { PHANTOM_STRUCTURES } from "./structures.ts";
