/** Largest picture of a challenge's pages, in bytes. */
export const PICTURE_BYTES = 5 * 1024 * 1024;

/**
 * The media type of a picture by its first bytes: PNG, JPEG, GIF or WebP; null for anything else. SVG is none of them: it
 * can hold scripts.
 */
export function recognisePicture(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "image/gif";
  if (text.startsWith("RIFF") && text.slice(8) === "WEBP") return "image/webp";
  return null;
}
