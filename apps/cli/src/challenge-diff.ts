import { describeChanges } from "@bodymark/challenge-file";
import { UsageError } from "@bodymark/contracts";
import { type LocalChallenge, readChallengeFolder } from "./challenge-folder.ts";
import { type Effect, fieldsSchema, type Outcome, outcomeSchema } from "./challenge-shapes.ts";
import { readEnvironment } from "./environment.ts";
import { EXIT } from "./exit-codes.ts";
import { openPlatform, type PlatformClient } from "./platform-client.ts";
import { PlatformError } from "./platform-error.ts";

export interface DiffOptions {
  url?: string;
  prune?: boolean;
  json?: boolean;
}

/** Writes the differences to stdout. */
export async function runDiff(dir: string, options: DiffOptions): Promise<number> {
  const local = await readChallengeFolder(dir);
  const environment = readEnvironment();
  const platform = openPlatform(options.url ?? environment.url, environment.apiKey);
  const outcome = await askForChanges(platform, local, options.prune ?? false);
  process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : describeOutcome(outcome));
  return EXIT.done;
}

/** What putting the document would change; nothing is changed. */
export function askForChanges(platform: PlatformClient, local: LocalChallenge, prune: boolean): Promise<Outcome> {
  return putDefinition(platform, local, { prune, dryRun: true });
}

/**
 * Puts the document. What the platform finds wrong in it is told at its line.
 * @throws UsageError where something is, PlatformError where the platform refuses for another reason
 */
export async function putDefinition(
  platform: PlatformClient,
  { document, lineOf }: LocalChallenge,
  options: object,
): Promise<Outcome> {
  try {
    return await platform.put(`/challenges/${document.slug}/definition`, { document, ...options }, outcomeSchema);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.code === "not-found") throw new PlatformError("not-found", foreign(document.slug), false);
    const found = fieldsSchema.safeParse(error.details);
    if (error.code !== "invalid-input" || !found.success || found.data.fields.length === 0) throw error;
    const lines = found.data.fields.map(({ path, message }) => lineOf(path.split(".").map(toKey), message));
    const count = `${lines.length} ${lines.length === 1 ? "problem" : "problems"}`;
    throw new UsageError(`the platform finds ${count}\n${lines.join("\n")}`);
  }
}

function foreign(slug: string): string {
  return `there is no challenge “${slug}” that you organize, and it cannot be created: the address is taken, or your account may not create challenges`;
}

const toKey = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);

export function describeOutcome({ changes, effects, created, applied, slug }: Outcome): string {
  if (changes.length === 0) return `${slug}: no differences\n`;
  const count = `${changes.length} ${changes.length === 1 ? "difference" : "differences"}`;
  const head = created
    ? `${slug}: ${applied ? "created" : "is not there yet"}\n`
    : `${slug}: ${count}${applied ? ", applied" : ""}\n`;
  return head + [...describeChanges(changes), ...describeEffects(effects)].map((line) => `${line}\n`).join("");
}

export function describeEffects(effects: readonly Effect[]): string[] {
  return effects.flatMap(({ title, fields, amends, consequences }) => [
    `! “${title}” has opened: ${fields.join(", ")}${amends ? " (frozen: an amendment, shown on its board)" : ""}`,
    ...consequences.map((line) => `    ${line}`),
  ]);
}
