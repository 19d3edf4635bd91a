import { type CaseDocument, type ChallengeDocument, challengeDocumentSchema } from "./document.ts";
import { explainIssues, unknownField } from "./explain-issues.ts";
import { applyPreset, PRESET_NAMES } from "./presets.ts";
import { type FileProblem, readSource, type Source } from "./read-source.ts";
import { suggestName } from "./suggest-name.ts";

/** How the files beside challenge.yaml are read; paths are relative to it. */
export interface ChallengeFolder {
  /** A text file's content, null where there is none. */
  readText(path: string): Promise<string | null>;
  /** The pictures in `pictures/`, and the logo where it lies elsewhere. */
  listPictures(logo: string | null): Promise<{ name: string; sha256: string }[]>;
  /** The cases of a folder with images/, labels/ and cases.csv; undefined where there is no such folder. */
  listCases(folder: string): Promise<ListedCases>;
}

export interface ListedCases {
  cases: CaseDocument[] | undefined;
  problems: FileProblem[];
  /** Where a case is spoken of: its line of cases.csv, or its image. */
  placeOf?: (name: string) => Pick<FileProblem, "file" | "line">;
}

export interface LoadedChallenge {
  document: ChallengeDocument | null;
  problems: FileProblem[];
  casesFolder: string | null;
  /** A problem with a part of the document that is found later, by the platform, at its place in the files. */
  problemAt(path: readonly PropertyKey[], message: string): FileProblem;
}

type Fields = Record<string, unknown>;
const PAGES = ["overview", "rules", "data"] as const;

/**
 * Reads challenge.yaml with everything that it names. All problems come at once, each with file, line and column.
 * A page is a text, or the path of a file that ends in `.md`; `structures` a list, or the path of a JSON or YAML file.
 */
export async function loadChallenge(file: string, text: string, folder: ChallengeFolder): Promise<LoadedChallenge> {
  const main = readSource(file, text);
  const fail = (...problems: FileProblem[]): LoadedChallenge => ({
    ...{ document: null, problems, casesFolder: null, problemAt: main.problemAt },
  });
  if (main.problems.length > 0) return fail(...main.problems);
  if (!isFields(main.value)) return fail(main.problemAt([], "the file must hold fields such as `title: …`"));
  const problems: FileProblem[] = [];
  const { preset, cases: casesPath = "cases", ...given } = main.value;
  const { structures, source } = await readStructures(main, given.structures, folder, problems);
  const pages = await readPages(main, given.pages, folder, problems);
  const logo = typeof given.logo === "string" ? given.logo : null;
  const pictures = await folder.listPictures(logo);
  const filled: Fields = {
    ...given,
    ...(structures === undefined ? {} : { structures }),
    ...(pages === undefined ? {} : { pages }),
    ...(logo === null ? {} : { logo: logo.split("/").at(-1) }),
    pictures,
  };
  let value: unknown = filled;
  if (preset !== undefined) {
    const applied = typeof preset === "string" ? applyPreset(preset, filled) : null;
    if (!applied) {
      const meant = suggestName(String(preset), PRESET_NAMES);
      const advice = meant === null ? `choose ${PRESET_NAMES.join(", ")}` : `did you mean “${meant}”?`;
      problems.push(main.problemAt(["preset"], `there is no preset “${String(preset)}”; ${advice}`));
    }
    value = applied ?? filled;
  }
  let casesFolder: string | null = null;
  let cases: ListedCases = { cases: undefined, problems: [] };
  if (typeof casesPath !== "string")
    problems.push(main.problemAt(["cases"], "name the folder of the cases, such as `cases`"));
  else {
    cases = await folder.listCases(casesPath);
    problems.push(...cases.problems);
    if (cases.cases) {
      casesFolder = casesPath;
      value = { ...(value as Fields), cases: cases.cases };
    } else if (main.value.cases !== undefined) {
      problems.push(main.problemAt(["cases"], `there is no folder “${casesPath}”`));
    }
  }
  const problemAt = (path: readonly PropertyKey[], message: string): FileProblem => {
    if (path[0] === "structures") return source.problemAt(path, message);
    const name = path[0] === "cases" && typeof path[1] === "number" ? cases.cases?.[path[1]]?.name : undefined;
    if (name === undefined || !cases.placeOf) return main.problemAt(path, message);
    const about = path.map(String).join(".");
    const plain = message.startsWith(`${about}: `) ? message.slice(about.length + 2) : message;
    return { ...cases.placeOf(name), column: 1, message: `case ${name}: ${plain}` };
  };
  const parsed = challengeDocumentSchema.safeParse(value);
  if (!parsed.success) {
    for (const { path, message } of explainIssues(parsed.error, challengeDocumentSchema))
      problems.push(problemAt(path, message));
  }
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
  return { document: parsed.success && problems.length === 0 ? parsed.data : null, problems, casesFolder, problemAt };
}

async function readStructures(
  main: Source,
  given: unknown,
  folder: ChallengeFolder,
  problems: FileProblem[],
): Promise<{ structures: unknown; source: Source }> {
  if (typeof given !== "string") return { structures: given, source: main };
  const text = await folder.readText(given);
  if (text === null) {
    problems.push(main.problemAt(["structures"], `there is no file “${given}”`));
    return { structures: [], source: main };
  }
  const source = readSource(given, text);
  problems.push(...source.problems);
  // As `bodymark score` reads it, { "structures": […] }, or the list alone.
  if (isFields(source.value)) {
    const { structures, otherLabels, ...more } = source.value;
    for (const name of Object.keys(more)) problems.push(source.problemAt([name], unknownField(name, ["structures"])));
    if (otherLabels !== undefined && otherLabels !== "invalid")
      problems.push(source.problemAt(["otherLabels"], "otherLabels: on the platform other labels are always invalid"));
    if (structures === undefined) problems.push(source.problemAt([], "there is no list “structures” in the file"));
    return { structures: structures ?? [], source };
  }
  const inList: Source = { ...source, problemAt: (path, message) => source.problemAt(path.slice(1), message) };
  return { structures: source.problems.length > 0 ? [] : source.value, source: inList };
}

async function readPages(
  main: Source,
  given: unknown,
  folder: ChallengeFolder,
  problems: FileProblem[],
): Promise<unknown> {
  if (!isFields(given)) return given;
  const pages: Fields = { ...given };
  for (const name of PAGES) {
    const value = pages[name];
    if (typeof value !== "string" || value.includes("\n") || !value.trim().endsWith(".md")) continue;
    const text = await folder.readText(value.trim());
    if (text === null) problems.push(main.problemAt(["pages", name], `there is no file “${value.trim()}”`));
    pages[name] = text ?? "";
  }
  return pages;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
