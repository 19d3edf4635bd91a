import type { z } from "zod";
import { invalidArchive, quote, SAVE_AGAIN } from "./refuse.ts";

/**
 * Reads a JSON document of an archive. The engine's reader takes keys in any case and merges objects whose key comes
 * twice; a document that it could read otherwise than we do is refused.
 */
export function parseDocument<Shape extends z.ZodType>(bytes: Buffer, name: string, shape: Shape): z.infer<Shape> {
  const text = bytes.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidArchive(`${quote(name)} in the archive is not JSON, it is damaged: ${SAVE_AGAIN}.`, error);
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    throw invalidArchive(`${quote(name)} in the archive says ${quote(repeated)} twice: ${SAVE_AGAIN}.`);
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw invalidArchive(
    `${quote(name)} in the archive is not what Docker writes${where ? `, at ${quote(where)}` : ""}: ${SAVE_AGAIN}.`,
    parsed.error,
  );
}

/** The first key that an object of a valid JSON text holds twice. Keys of labels and the like may differ in case only. */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // an object's keys; undefined for a list
  let at = 0;
  while (at < text.length) {
    const letter = text[at];
    if (letter === "{") open.push(new Set());
    else if (letter === "[") open.push(undefined);
    else if (letter === "}" || letter === "]") open.pop();
    else if (letter === '"') {
      const end = stringEnd(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key: string = JSON.parse(text.slice(at, end));
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end;
      continue;
    }
    at++;
  }
  return undefined;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Refuses a key that the engine would take for `known` although it is spelt otherwise. */
export function refuseOtherSpellings(value: object, known: readonly string[], name: string): void {
  for (const key of Object.keys(value)) {
    const twin = known.find((right) => right !== key && fold(right) === fold(key));
    if (twin)
      throw invalidArchive(`${quote(name)} in the archive spells ${quote(twin)} as ${quote(key)}: ${SAVE_AGAIN}.`);
  }
}

/** As Go's encoding/json folds case: the Kelvin sign is a k, the long s an s. */
function fold(key: string): string {
  return key.toUpperCase().toLowerCase();
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return text[at] === ":";
}
