import { type CaseDocument, type ChallengeDocument, challengeDocumentSchema } from "./document.ts";
import { explainIssues } from "./explain-issues.ts";
import { applyPreset, PRESET_NAMES } from "./presets.ts";
import { type FileProblem, readSource, type Source } from "./read-source.ts";

/** How the files beside challenge.yaml are read; paths are relative to it. */
export interface ChallengeFolder {
  /** A text file's content, null where there is none. */
  readText(path: string): Promise<string | null>;
  /** The pictures in `pictures/`, and the logo where it lies elsewhere. */
  listPictures(logo: string | null): Promise<{ name: string; sha256: string }[]>;
  /** The cases of a folder with images/, labels/ and cases.csv; undefined where there is no such folder. */
  listCases(folder: string): Promise<{ cases: CaseDocument[] | undefined; problems: FileProblem[] }>;
}

type Fields = Record<string, unknown>;
const PAGES = ["overview", "rules", "data"] as const;

/**
 * Reads challenge.yaml with everything that it names. All problems come at once, each with file, line and column.
 * A page is a text, or the path of a file that ends in `.md`; `structures` a list, or the path of a JSON or YAML file.
 */
export async function loadChallenge(
  file: string,
  text: string,
  folder: ChallengeFolder,
): Promise<{ document: ChallengeDocument | null; problems: FileProblem[]; casesFolder: string | null }> {
  const main = readSource(file, text);
  if (main.problems.length > 0) return { document: null, problems: [...main.problems], casesFolder: null };
  if (!isFields(main.value))
    return {
      document: null,
      problems: [main.problemAt([], "the file must hold fields such as `title: …`")],
      casesFolder: null,
    };
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
    if (!applied)
      problems.push(
        main.problemAt(["preset"], `there is no preset “${String(preset)}”; choose ${PRESET_NAMES.join(", ")}`),
      );
    value = applied ?? filled;
  }
  let casesFolder: string | null = null;
  if (typeof casesPath !== "string")
    problems.push(main.problemAt(["cases"], "name the folder of the cases, such as `cases`"));
  else {
    const listed = await folder.listCases(casesPath);
    problems.push(...listed.problems);
    if (listed.cases) {
      casesFolder = casesPath;
      value = { ...(value as Fields), cases: listed.cases };
    } else if (main.value.cases !== undefined) {
      problems.push(main.problemAt(["cases"], `there is no folder “${casesPath}”`));
    }
  }
  const parsed = challengeDocumentSchema.safeParse(value);
  if (!parsed.success) {
    for (const { path, message } of explainIssues(parsed.error)) {
      const inFile = path[0] === "structures" ? source : main;
      problems.push(inFile.problemAt(path[0] === "cases" ? ["cases"] : path, message));
    }
  }
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
  return { document: parsed.success && problems.length === 0 ? parsed.data : null, problems, casesFolder };
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
    return { structures: undefined, source: main };
  }
  const source = readSource(given, text);
  problems.push(...source.problems);
  // As `bodymark score` reads it, { "structures": […] }, or the list alone.
  if (isFields(source.value)) return { structures: source.value.structures, source };
  const inList: Source = { ...source, problemAt: (path, message) => source.problemAt(path.slice(1), message) };
  return { structures: source.problems.length > 0 ? undefined : source.value, source: inList };
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
