export * from "./evaluate/run-evaluation.ts";
export * from "./evaluate/types.ts";
export * from "./run/engine-fault.ts";
export * from "./run/executor.ts";
export * from "./run/probe.ts";
