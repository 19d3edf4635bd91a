import { BodymarkError } from "@bodymark/contracts/plain";

/** The failure codes that reading a volume can end with. */
export type VolumeErrorCode = "invalid-output" | "output-too-large" | "geometry-mismatch" | "invalid-labels";

/**
 * A file that is not the volume it should be. `field` names the header field or property at fault, `expected` and
 * `actual` are both values as text; the message is one sentence that holds all three.
 */
export class VolumeError extends BodymarkError {
  override readonly name = "VolumeError";
  readonly code: VolumeErrorCode;
  readonly retry = false;
  readonly field: string;
  readonly expected: string;
  readonly actual: string;

  constructor(code: VolumeErrorCode, field: string, expected: string, actual: string, options?: ErrorOptions) {
    super(`${field} is ${actual}, expected ${expected}`, options);
    this.code = code;
    this.field = field;
    this.expected = expected;
    this.actual = actual;
  }
}

/** Shorthand for the most frequent code: the bytes are not a readable volume. */
export function unreadable(field: string, expected: string, actual: unknown, cause?: unknown): VolumeError {
  return new VolumeError("invalid-output", field, expected, String(actual), cause === undefined ? {} : { cause });
}
