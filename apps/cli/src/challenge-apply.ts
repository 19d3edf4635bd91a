import { readFile } from "node:fs/promises";
import type { CaseDocument, ChallengeDocument } from "@bodymark/challenge-file";
import { z } from "zod";
import { askForChanges, type DiffOptions, describeEffects, describeOutcome, putDefinition } from "./challenge-diff.ts";
import { type LocalChallenge, readChallengeFolder } from "./challenge-folder.ts";
import {
  auditSchema,
  confirmationSchema,
  definitionSchema,
  enteredSchema,
  type Outcome,
  outcomeSchema,
  reportsSchema,
} from "./challenge-shapes.ts";
import { findConflicts, partsOf, readSeen, writeSeen } from "./challenge-state.ts";
import { readEnvironment } from "./environment.ts";
import { EXIT } from "./exit-codes.ts";
import { openPlatform, type PlatformClient } from "./platform-client.ts";
import { PlatformError } from "./platform-error.ts";
import { showProgress } from "./progress.ts";
import { uploadArchive } from "./upload-archive.ts";

export interface ApplyOptions extends DiffOptions {
  reason?: string;
  overwrite?: boolean;
}

/**
 * Brings the platform to what a folder says. Files go first and change nothing that participants see; then the whole
 * definition is put in one transaction, so that it is there as a whole or not at all. Called again, it goes on.
 */
export async function runApply(dir: string, options: ApplyOptions): Promise<number> {
  const startedAt = new Date().toISOString();
  const local = await readChallengeFolder(dir);
  const environment = readEnvironment();
  const platform = openPlatform(options.url ?? environment.url, environment.apiKey);
  const { document } = local;
  const first = await askForChanges(platform, local, options.prune ?? false);
  const place = { dir, url: platform.url, slug: document.slug };
  const read = () => platform.get(`/challenges/${document.slug}/definition`, definitionSchema);
  const before = first.created ? null : (await read()).document;
  if (before && first.changes.length === 0) {
    await writeSeen(place, before);
    return tell(first, options);
  }
  const seen = before && !options.overwrite ? await readSeen(place) : null;
  const conflicts = seen && before ? findConflicts(seen.parts, partsOf(before), pathsOf(first)) : [];
  if (conflicts.length > 0) throw await explainConflict(platform, document.slug, seen?.at ?? "", conflicts);
  if (first.confirm !== null && !options.reason) return refuse(first);
  if (first.created) await createDraft(platform, document);

  const remote = before ?? (await read()).document;
  await sendPictures(platform, local, remote);
  const failures = await sendCases(platform, local, remote, environment.uploadsFile, options.reason);
  if (failures.length > 0) {
    const count = `${failures.length} ${failures.length === 1 ? "file" : "files"} cannot be taken`;
    const left = first.created ? "so of the challenge there is only a draft" : "so the challenge is left as it is";
    throw new PlatformError("invalid-input", `${count}, ${left}\n${failures.join("\n")}`, false);
  }
  const again = await askForChanges(platform, local, options.prune ?? false);
  // Sending may take hours.
  const { document: then, version } = await read();
  const meanwhile = findConflicts(partsOf(remote), partsOf(then), pathsOf(again)).filter(isNoFile);
  if (meanwhile.length > 0 && !options.overwrite)
    throw await explainConflict(platform, document.slug, startedAt, meanwhile);
  await putDefinition(platform, local, {
    prune: options.prune ?? false,
    ...(version === null ? {} : { ifVersion: version }),
    ...(again.confirm === null ? {} : { confirm: again.confirm, reason: options.reason ?? "" }),
  });
  await writeSeen(place, (await read()).document);
  return tell({ ...first, applied: true }, options);
}

const pathsOf = (outcome: Outcome): string[] => outcome.changes.map(({ path }) => path);
const isNoFile = (part: string): boolean => !/^(cases|pictures)\./.test(part);

/** What was changed on the platform since the folder was last the same, and by whom as far as the audit log tells. */
async function explainConflict(
  platform: PlatformClient,
  slug: string,
  since: string,
  conflicts: readonly string[],
): Promise<PlatformError> {
  const { items } = await platform.get(`/challenges/${slug}/audit?limit=50`, auditSchema);
  const lines = items
    .filter(({ at }) => at > since)
    .map(({ at, actor, action, subject }) => `  ${at} ${actor ?? "somebody"}: ${action} ${subject}`);
  const message = [
    `${slug} was changed on the platform since this folder was last applied or exported: ${conflicts.join(", ")}`,
    ...lines.slice(0, 10),
    "Nothing was changed. Take that into the folder (`bodymark challenge export` shows it), or undo it with --overwrite.",
  ];
  return new PlatformError("changed-meanwhile", message.join("\n"), false);
}

function tell(outcome: Outcome, options: ApplyOptions): number {
  process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : describeOutcome(outcome));
  return EXIT.done;
}

function refuse(outcome: Outcome): number {
  const lines = [...describeEffects(outcome.effects), 'Nothing was changed. Confirm with --reason "why".'];
  process.stderr.write(lines.map((line) => `${line}\n`).join(""));
  return EXIT.failed;
}

/** An empty draft, for the files to go to; participants see nothing of it. */
async function createDraft(platform: PlatformClient, { slug, title, structures }: ChallengeDocument): Promise<void> {
  await platform.post("/challenges", { slug, title, structures }, outcomeSchema);
}

async function sendPictures(platform: PlatformClient, local: LocalChallenge, remote: ChallengeDocument): Promise<void> {
  const there = new Map(remote.pictures.map(({ name, sha256 }) => [name, sha256]));
  for (const { name, sha256 } of local.document.pictures) {
    if (there.get(name) === sha256) continue;
    const bytes = await readFile(local.pictures.get(name) ?? "");
    await platform.put(`/challenges/${remote.slug}/pictures/${name}`, new Uint8Array(bytes), z.unknown());
    process.stderr.write(`sent pictures/${name}\n`);
  }
}

/** Sends the files that the platform lacks and enters their cases. Returns what cannot be taken, a line for each file. */
async function sendCases(
  platform: PlatformClient,
  local: LocalChallenge,
  remote: ChallengeDocument,
  rememberIn: string,
  reason: string | undefined,
): Promise<string[]> {
  const there = new Map((remote.cases ?? []).map((item) => [item.name, item]));
  const same = (item: CaseDocument) => {
    const old = there.get(item.name);
    return old?.imageSha256 === item.imageSha256 && old.labelSha256 === item.labelSha256;
  };
  const wanted = (local.document.cases ?? []).filter((item) => !same(item));
  const known = await findKnown(platform, remote.slug, wanted);
  const progress = showProgress(wanted.length);
  const failures: string[] = [];
  for (const [i, item] of wanted.entries()) {
    const paths = local.cases.get(item.name) ?? { image: "", label: "" };
    try {
      for (const [path, sha256] of [
        [paths.image, item.imageSha256],
        [paths.label, item.labelSha256],
      ] as const) {
        if (known.has(sha256)) continue;
        const metadata = { kind: "case", challenge: remote.slug };
        await uploadArchive(platform, { path, sha256, rememberIn, metadata, onProgress: () => {}, onHash: () => {} });
        known.add(sha256);
      }
      const warning = await enter(platform, local.document, item, reason);
      if (warning) process.stderr.write(`${paths.label}: ${warning}\n`);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retry) throw error;
      const reports = reportsSchema.safeParse(error.details);
      const found = reports.success ? reports.data.reports : [];
      for (const { file, problem } of found) failures.push(`${paths[file]}: ${problem}`);
      if (found.length === 0) failures.push(`${paths.label}: ${error.message}`);
    }
    progress.update(i + 1);
  }
  progress.end();
  return failures;
}

const KNOWN_AT_ONCE = 2_000;

async function findKnown(platform: PlatformClient, slug: string, cases: readonly CaseDocument[]): Promise<Set<string>> {
  const hashes = cases.flatMap((item) => [item.imageSha256, item.labelSha256]);
  const known = new Set<string>();
  for (let at = 0; at < hashes.length; at += KNOWN_AT_ONCE) {
    const body = { sha256: hashes.slice(at, at + KNOWN_AT_ONCE) };
    const answer = await platform.post(
      `/challenges/${slug}/known-files`,
      body,
      z.object({ known: z.array(z.string()) }),
    );
    for (const hash of answer.known) known.add(hash);
  }
  return known;
}

async function enter(
  platform: PlatformClient,
  document: ChallengeDocument,
  item: CaseDocument,
  reason: string | undefined,
): Promise<string | null> {
  const path = `/challenges/${document.slug}/cases`;
  const body = { ...item, moreLabels: document.structures.map((s) => s.label), ...(reason ? { note: reason } : {}) };
  try {
    return (await platform.post(path, body, enteredSchema)).warning;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== "confirmation-needed" || !reason) throw error;
    const { confirm } = confirmationSchema.parse(error.details);
    return (await platform.post(path, { ...body, confirm }, enteredSchema)).warning;
  }
}
