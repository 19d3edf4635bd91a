import { BodymarkError } from "@bodymark/contracts";

export type BundleRejection = "unreadable" | "other-key" | "bad-signature" | "altered" | "commitment-broken";

/** A bundle that is not what its portal signed; the message says what is wrong, in a sentence. */
export class BundleRejected extends BodymarkError {
  override readonly name = "BundleRejected";
  readonly code: BundleRejection;
  readonly retry = false;

  constructor(code: BundleRejection, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
