import { type FailureCode, type Fault, faultOf, type Stage } from "./failure-codes.ts";

/** What every error class of Bodymark says beyond its message: a code, and whether trying again may help. */
export abstract class BodymarkError extends Error {
  abstract readonly code: string;
  abstract readonly retry: boolean;
}

/** A run that ended with one of the closed list of failure codes. `message` is for the person who handed in the image. */
export class RunFailure extends BodymarkError {
  override readonly name = "RunFailure";
  readonly code: FailureCode;
  readonly stage: Stage;
  readonly fault: Fault;
  readonly retry: boolean;

  constructor(code: FailureCode, stage: Stage, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.stage = stage;
    this.fault = faultOf(code);
    this.retry = code === "platform-fault";
  }
}

/** Wrong usage of a command or an API: the caller can mend it. The command line exits with 2. */
export class UsageError extends BodymarkError {
  override readonly name = "UsageError";
  readonly code = "usage";
  readonly retry = false;
}
