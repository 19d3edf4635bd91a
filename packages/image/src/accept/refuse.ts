import { RunFailure } from "@bodymark/contracts";

/** The archive is broken, hostile, or something else than an image. */
export function invalidArchive(message: string, options?: ErrorOptions): RunFailure {
  return new RunFailure("invalid-archive", "accept", message, options);
}

/** The archive is good, but its image cannot run here. */
export function unsupportedImage(message: string): RunFailure {
  return new RunFailure("unsupported-image", "accept", message);
}

export function imageTooLarge(message: string): RunFailure {
  return new RunFailure("image-too-large", "accept", message);
}
