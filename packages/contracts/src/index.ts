export * from "./errors.ts";
export * from "./failure.ts";
export * from "./ids.ts";
export * from "./profiles.ts";
export * from "./result.ts";
export * from "./scores.ts";
export * from "./states.ts";
export * from "./structures.ts";
