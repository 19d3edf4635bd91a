import { BodymarkError } from "@bodymark/contracts/plain";

/** A reference that cannot be read or scored against: nobody's prediction is at fault, so no case can be scored by it. */
export class UnreadableReference extends BodymarkError {
  override readonly name = "UnreadableReference";
  readonly code = "unreadable-reference";
  readonly retry = false;
}
