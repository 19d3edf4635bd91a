import { InvalidKey } from "./errors.ts";

const MAX_KEY_BYTES = 900; // S3 allows 1,024; the rest is for prefixes of ours
const MAX_SEGMENT_BYTES = 240; // file systems allow 255; the rest is for ".json"

/**
 * Returns the key if both adapters can hold it, else throws `InvalidKey`: 1 to 900 bytes of UTF-8 in NFC, segments of
 * 1 to 240 bytes between single slashes, none beginning with a dot (which rules out `.` and `..`), no backslash and no
 * control characters. One object's key must not be the folder of another's (`a` and `a/b`).
 */
export function parseObjectKey(key: string): string {
  const wrong = whatIsWrong(key);
  if (wrong) throw new InvalidKey(`the key ${JSON.stringify(key.slice(0, 100))} ${wrong}`);
  return key;
}

function whatIsWrong(key: string): string | undefined {
  if (key === "") return "is empty";
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  if (!key.isWellFormed() || key.normalize("NFC") !== key) return "is not Unicode in NFC";
  if (/[\\\p{Cc}]/u.test(key)) return "holds a backslash or a control character";
  for (const segment of key.split("/")) {
    if (segment === "") return "has an empty segment";
    if (segment.startsWith(".")) return "has a segment that begins with a dot";
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `has a segment of more than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}
