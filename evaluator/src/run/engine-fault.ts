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

/** The engine has no room for an image or a container: removing images that nobody uses may help. */
export class EngineDiskFull extends BodymarkError {
  override readonly name = "EngineDiskFull";
  readonly code = "platform-fault";
  readonly retry = true;
}
