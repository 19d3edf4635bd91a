import { RunFailure } from "@bodymark/contracts";

/** Refusals of acceptance. `message` is one plain sentence for the participant: what was found and what to do. */
export function invalidArchive(message: string, cause?: unknown): RunFailure {
  return new RunFailure("invalid-archive", "accept", message, { cause });
}

export function unsupportedImage(message: string): RunFailure {
  return new RunFailure("unsupported-image", "accept", message);
}

export function imageTooLarge(message: string): RunFailure {
  return new RunFailure("image-too-large", "accept", message);
}

export const SAVE_AGAIN = "make it again with `docker save IMAGE | gzip > image.tar.gz`";

/** A participant's own text, short and without control characters, as it may stand in a message. */
export function quote(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/gu, "?");
  return `"${clean.length > 80 ? `${clean.slice(0, 77)}…` : clean}"`;
}

export function gib(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
