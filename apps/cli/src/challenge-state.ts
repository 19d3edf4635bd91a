import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChallengeDocument } from "@bodymark/challenge-file";
import { z } from "zod";

/** In a challenge's folder: what each part of the platform's challenge was when the folder last was the same. */
const STATE_FILE = ".bodymark.json";
const seenSchema = z.object({ at: z.string(), parts: z.record(z.string(), z.string()) });
const stateSchema = z.record(z.string(), seenSchema);
export type Seen = z.infer<typeof seenSchema>;

export interface Place {
  dir: string;
  /** Of the platform's API. */
  url: string;
  slug: string;
}

/** What the folder last was the same as; null where it never was. */
export async function readSeen({ dir, url, slug }: Place): Promise<Seen | null> {
  return (await readAll(dir))[`${url}/challenges/${slug}`] ?? null;
}

/** Remembers that folder and platform are the same now. */
export async function writeSeen({ dir, url, slug }: Place, document: ChallengeDocument): Promise<void> {
  const all = await readAll(dir);
  const key = `${url}/challenges/${slug}`;
  const parts = partsOf(document);
  if (JSON.stringify(all[key]?.parts) === JSON.stringify(parts)) return;
  const text = `${JSON.stringify({ ...all, [key]: { at: new Date().toISOString(), parts } }, null, 1)}\n`;
  await writeFile(join(dir, STATE_FILE), text);
}

/** A short hash of every part that somebody may have changed: `title`, `phases.final`, `cases.case-1`, … */
export function partsOf(document: ChallengeDocument): Record<string, string> {
  const { phases, cases = [], pictures, pages, ...fields } = document;
  return Object.fromEntries([
    ...Object.entries(fields).map(([name, value]) => [name, hash(value)]),
    ...Object.entries(pages).map(([name, value]) => [`pages.${name}`, hash(value)]),
    ...phases.map((phase) => [`phases.${phase.slug}`, hash(phase)]),
    ...pictures.map((picture) => [`pictures.${picture.name}`, hash(picture)]),
    ...cases.map((item) => [`cases.${item.name}`, hash(item)]),
  ]);
}

/** The parts at these paths of changes that are no longer as they were seen: applying would undo somebody's change. */
export function findConflicts(
  seen: Record<string, string>,
  now: Record<string, string>,
  paths: readonly string[],
): string[] {
  const changed = Object.keys({ ...seen, ...now }).filter((part) => seen[part] !== now[part]);
  return changed.filter((part) => paths.some((path) => path === part || path.startsWith(`${part}.`)));
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

async function readAll(dir: string): Promise<Record<string, Seen>> {
  const text = await readFile(join(dir, STATE_FILE), "utf8").catch(() => "{}");
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return {}; // of another version, or damaged: nothing is known
  }
}
