import { type ChallengeDocument, describeChanges } from "@bodymark/challenge-file";
import { readChallengeFolder } from "./challenge-folder.ts";
import { type Effect, type Outcome, outcomeSchema } from "./challenge-shapes.ts";
import { readEnvironment } from "./environment.ts";
import { EXIT } from "./exit-codes.ts";
import { openPlatform, type PlatformClient } from "./platform-client.ts";

export interface DiffOptions {
  url?: string;
  prune?: boolean;
  json?: boolean;
}

/** Writes the differences to stdout. */
export async function runDiff(dir: string, options: DiffOptions): Promise<number> {
  const { document } = await readChallengeFolder(dir);
  const environment = readEnvironment();
  const platform = openPlatform(options.url ?? environment.url, environment.apiKey);
  const outcome = await askForChanges(platform, document, options.prune ?? false);
  process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : describeOutcome(outcome));
  return EXIT.done;
}

/** What putting the document would change; nothing is changed. */
export function askForChanges(platform: PlatformClient, document: ChallengeDocument, prune: boolean): Promise<Outcome> {
  return platform.put(`/challenges/${document.slug}/definition`, { document, prune, dryRun: true }, outcomeSchema);
}

export function describeOutcome({ changes, effects, created, slug }: Outcome): string {
  if (changes.length === 0) return `${slug}: no differences\n`;
  const head = created ? `${slug}: is not there yet\n` : `${slug}: ${changes.length} differences\n`;
  return head + [...describeChanges(changes), ...describeEffects(effects)].map((line) => `${line}\n`).join("");
}

export function describeEffects(effects: readonly Effect[]): string[] {
  return effects.flatMap(({ title, fields, amends, consequences }) => [
    `! “${title}” has opened: ${fields.join(", ")}${amends ? " (frozen: an amendment, shown on its board)" : ""}`,
    ...consequences.map((line) => `    ${line}`),
  ]);
}
