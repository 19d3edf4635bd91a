import { stringify } from "yaml";
import type { ChallengeDocument, PhaseDocument } from "./document.ts";
import { formatSize } from "./parse-size.ts";

/** A challenge as files: challenge.yaml, its pages and its structures; pictures and cases are files of their own. */
export function writeChallenge(document: ChallengeDocument): Record<string, string> {
  const { pages, structures, pictures: _, cases, logo, phases, ...fields } = document;
  const files: Record<string, string> = {};
  const pagePaths: Record<string, string> = {};
  for (const [name, text] of Object.entries(pages)) {
    pagePaths[name] = `pages/${name}.md`;
    files[`pages/${name}.md`] = text;
  }
  files["structures.json"] = `${JSON.stringify({ structures }, null, 2)}\n`;
  const content = {
    ...fields,
    pages: pagePaths,
    logo: logo === null ? null : `pictures/${logo}`,
    structures: "structures.json",
    phases: phases.map(writePhase),
    ...(cases && cases.length > 0 ? { cases: "cases" } : {}),
  };
  files["challenge.yaml"] = stringify(content, { lineWidth: 100 });
  return files;
}

function writePhase(phase: PhaseDocument): object {
  const limits = Object.fromEntries(
    Object.entries(phase.limits).map(([name, value]) => [
      name,
      name.endsWith("Bytes") && typeof value === "number" ? formatSize(value) : value,
    ]),
  );
  return { ...phase, limits, keptPredictionBytes: formatSize(phase.keptPredictionBytes) };
}
