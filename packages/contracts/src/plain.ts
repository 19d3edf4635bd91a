/**
 * The part of the contracts that needs no schema library, for what must start fast: loading Zod costs 50 ms a thread.
 * Types may come from the index: they cost nothing.
 */
export * from "./definitions.ts";
export * from "./errors.ts";
export * from "./failure-codes.ts";
export * from "./tolerances.ts";
