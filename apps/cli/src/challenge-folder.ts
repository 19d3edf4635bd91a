import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  type ChallengeDocument,
  type ChallengeFolder,
  type FileProblem,
  loadChallenge,
  parseCasesCsv,
} from "@bodymark/challenge-file";
import { UsageError } from "@bodymark/contracts";
import { hashFile } from "./inspect-archive.ts";

/** A challenge's folder, read and found good, and where its files lie. */
export interface LocalChallenge {
  document: ChallengeDocument;
  pictures: ReadonlyMap<string, string>;
  /** Paths of both files of each case. */
  cases: ReadonlyMap<string, { image: string; label: string }>;
  /** Where a part of the document stands, with what is wrong with it: `file:line:column: message`. */
  lineOf(path: readonly PropertyKey[], message: string): string;
}

/** Reads challenge.yaml and everything beside it. @throws UsageError with every problem as `file:line:column: message` */
export async function readChallengeFolder(dir: string): Promise<LocalChallenge> {
  const file = join(dir, "challenge.yaml");
  let text: string;
  try {
    text = decode(file, await readFile(file));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`there is no ${file}; begin with: bodymark challenge init ${dir}`, { cause });
  }
  const pictures = new Map<string, string>();
  const cases = new Map<string, { image: string; label: string }>();
  const folder: ChallengeFolder = {
    readText: async (path) => {
      const bytes = await readFile(join(dir, path)).catch(() => null);
      return bytes === null ? null : decode(join(dir, path), bytes);
    },
    listPictures: (logo) => listPictures(dir, logo, pictures),
    listCases: (path) => listCases(dir, path, cases),
  };
  const { document, problems, problemAt } = await loadChallenge("challenge.yaml", text, folder);
  const toLine = ({ file: name, line, column, message }: FileProblem) =>
    `${join(dir, name)}:${line}:${column}: ${message}`;
  if (document) return { document, pictures, cases, lineOf: (path, message) => toLine(problemAt(path, message)) };
  const lines = problems.map(toLine);
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  throw new UsageError(`${count} in ${file}\n${lines.join("\n")}`);
}

/** Text as it is; a file in another encoding is told by the line of its first odd byte. */
function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    // What cannot be decoded becomes U+FFFD.
    const line = bytes.toString("utf8").split("\ufffd", 1)[0]?.split("\n").length ?? 1;
    throw new UsageError(`${path}:${line}:1: the file is not UTF-8: save it with that encoding`, { cause });
  }
}

async function listPictures(dir: string, logo: string | null, found: Map<string, string>) {
  for (const name of await listFolder(join(dir, "pictures"))) found.set(name, join(dir, "pictures", name));
  if (logo !== null && (await isFile(join(dir, logo)))) found.set(basename(logo), join(dir, logo));
  const list: { name: string; sha256: string }[] = [];
  for (const name of [...found.keys()].sort()) list.push({ name, sha256: await hashFile(found.get(name) ?? "") });
  return list;
}

async function listCases(
  dir: string,
  path: string,
  found: Map<string, { image: string; label: string }>,
): ReturnType<ChallengeFolder["listCases"]> {
  const root = join(dir, path);
  if (!(await isFolder(join(root, "images")))) return { cases: undefined, problems: [] };
  const problems: FileProblem[] = [];
  const say = (file: string, line: number, message: string) =>
    problems.push({ file: join(path, file), line, column: 1, message });
  const images = await listVolumes(root, "images", say);
  const labels = await listVolumes(root, "labels", say);
  const csvBytes = await readFile(join(root, "cases.csv")).catch(() => null);
  const csv = csvBytes === null ? null : decode(join(root, "cases.csv"), csvBytes);
  const lines = csv === null ? { cases: [], problems: [] } : parseCasesCsv(csv);
  for (const { line, message } of lines.problems) say("cases.csv", line, message);
  for (const { name, line } of lines.cases)
    if (!images.has(name)) say("cases.csv", line, `there is no images/${name}.nii.gz`);
  const facts = new Map(lines.cases.map((item) => [item.name, item]));
  const cases: NonNullable<ChallengeDocument["cases"]> = [];
  for (const name of [...images.keys()].sort()) {
    const label = labels.get(name);
    if (!label) {
      say(`images/${basename(images.get(name) ?? "")}`, 1, `has no labels/${name}.nii.gz`);
      continue;
    }
    const image = images.get(name) ?? "";
    found.set(name, { image, label });
    const { patient = null, metadata = {}, notAnnotated = [] } = facts.get(name) ?? {};
    cases.push({
      ...{ name, patient, metadata: { ...metadata }, notAnnotated: [...notAnnotated] },
      imageSha256: await hashFile(image),
      labelSha256: await hashFile(label),
    });
  }
  for (const name of labels.keys())
    if (!images.has(name)) say(`labels/${name}.nii.gz`, 1, `has no images/${name}.nii.gz`);
  const placeOf = (name: string) => {
    const line = facts.get(name)?.line;
    return line === undefined
      ? { file: join(path, "images", basename(images.get(name) ?? name)), line: 1 }
      : { file: join(path, "cases.csv"), line };
  };
  return { cases, problems, placeOf };
}

/** Case name → path; `_0000` after an image's name is nnU-Net's channel. */
async function listVolumes(
  root: string,
  folder: string,
  say: (file: string, line: number, message: string) => void,
): Promise<Map<string, string>> {
  const volumes = new Map<string, string>();
  for (const file of await listFolder(join(root, folder))) {
    const name = /^(.+?)(?:_0000)?\.nii\.gz$/.exec(file)?.[1];
    if (name === undefined) say(`${folder}/${file}`, 1, "is not a .nii.gz file: compress it (`gzip`), or take it away");
    else if (volumes.has(name)) say(`${folder}/${file}`, 1, `is a second file of case ${name}`);
    else volumes.set(name, join(root, folder, file));
  }
  return volumes;
}

async function listFolder(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  } catch {
    return []; // there is none
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
