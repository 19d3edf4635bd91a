import { type CaseLine, parseCasesCsv } from "@bodymark/challenge-file";

/** What was chosen of one case. */
export interface ChosenCase {
  readonly name: string;
  readonly image?: File;
  readonly label?: File;
  readonly facts?: CaseLine;
}

export interface ChosenFiles {
  readonly cases: readonly ChosenCase[];
  /** What cannot be taken, in sentences. */
  readonly problems: readonly string[];
}

/** A file, and how it is known what it is: by the input that it was chosen with, or by where it lay. */
export interface ChosenFile {
  readonly file: File;
  readonly part?: "images" | "labels";
  /** Of one in a dropped folder. */
  readonly path?: string;
}

/**
 * Sorts files by what they are: `images/NAME.nii.gz` (or NAME_0000), `labels/NAME.nii.gz`, and cases.csv. A file that
 * was chosen for itself says by `part` which it is.
 */
export async function sortCaseFiles(files: readonly ChosenFile[]): Promise<ChosenFiles> {
  const cases = new Map<string, { image?: File; label?: File; facts?: CaseLine }>();
  const problems: string[] = [];
  const entry = (name: string) => {
    const known = cases.get(name) ?? {};
    cases.set(name, known);
    return known;
  };
  for (const { file, part, path: dropped } of files) {
    const path = dropped ?? (file.webkitRelativePath || file.name);
    const folder = part ?? path.split("/").at(-2);
    const name = /^(.+?)(?:_0000)?\.nii\.gz$/.exec(file.name)?.[1];
    if (file.name === "cases.csv") {
      const parsed = parseCasesCsv(await file.text());
      for (const { line, message } of parsed.problems) problems.push(`cases.csv, line ${line}: ${message}`);
      for (const facts of parsed.cases) entry(facts.name).facts = facts;
    } else if (name === undefined) {
      if (folder === "images" || folder === "labels") problems.push(`${path}: only .nii.gz files are taken.`);
    } else if (folder === "images" || folder === "labels") {
      const [known, key] = [entry(name), folder === "images" ? "image" : "label"] as const;
      if (known[key] && known[key].name !== file.name)
        problems.push(`${path}: is a second ${key} of case ${name}, beside ${known[key].name}; the first is taken.`);
      else known[key] = file;
    } else problems.push(`${path}: lies neither in images/ nor in labels/.`);
  }
  const sorted = [...cases].map(([name, parts]) => ({ name, ...parts }));
  return { cases: sorted.sort((a, b) => (a.name < b.name ? -1 : 1)), problems };
}
