import { BodymarkError } from "@bodymark/contracts";

/** An archive that cannot be read; the message says what is wrong with it. */
export class MalformedZip extends BodymarkError {
  override readonly name = "MalformedZip";
  readonly code = "malformed-zip";
  readonly retry = false;
}
