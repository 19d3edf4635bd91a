import { z } from "zod";
import { FAILURE_CODES, FAULTS, STAGES } from "./failure-codes.ts";

export const failureCodeSchema = z.enum(FAILURE_CODES);
export const stageSchema = z.enum(STAGES);
export const faultSchema = z.enum(FAULTS);

export const failureSchema = z.object({ code: failureCodeSchema, stage: stageSchema, fault: faultSchema });
export type Failure = z.infer<typeof failureSchema>;
