import { BodymarkError } from "@bodymark/contracts";

/** The platform refused, or could not be reached; the message is its own. */
export class PlatformError extends BodymarkError {
  override readonly name = "PlatformError";
  readonly code: string;
  readonly retry: boolean;

  constructor(code: string, message: string, retry: boolean, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retry = retry;
  }
}
