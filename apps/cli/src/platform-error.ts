import { BodymarkError } from "@bodymark/contracts";

/** The platform refused, or could not be reached; the message is its own. */
export class PlatformError extends BodymarkError {
  override readonly name = "PlatformError";
  readonly code: string;
  readonly retry: boolean;
  /** What else the platform said, as JSON. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    retry: boolean,
    options: ErrorOptions & { details?: Record<string, unknown> } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retry = retry;
    this.details = options.details ?? {};
  }
}
