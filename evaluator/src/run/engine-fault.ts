import { BodymarkError } from "@bodymark/contracts";

/** The engine failed, not the image: nothing is charged, and the case is run again later. */
export class EngineFault extends BodymarkError {
  override readonly name = "EngineFault";
  readonly code = "platform-fault";
  readonly retry = true;
}

/** No engine answers at all. */
export class EngineUnreachable extends BodymarkError {
  override readonly name = "EngineUnreachable";
  readonly code = "platform-fault";
  readonly retry = true;
}
