import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRESET_NAMES } from "@bodymark/challenge-file";
import { UsageError } from "@bodymark/contracts";

/** Writes challenge.yaml and its pages where there are none. */
export async function runInit(dir: string, options: { preset?: string; slug: string }): Promise<void> {
  const { preset, slug } = options;
  if (preset !== undefined && !PRESET_NAMES.includes(preset))
    throw new UsageError(`there is no preset "${preset}"; choose ${PRESET_NAMES.join(", ")}`);
  await mkdir(join(dir, "pages"), { recursive: true });
  await writeNew(join(dir, "challenge.yaml"), challengeYaml(slug, preset));
  for (const [name, text] of Object.entries(PAGES)) await writeNew(join(dir, `pages/${name}.md`), text);
  process.stderr.write(`wrote ${join(dir, "challenge.yaml")}; next: bodymark challenge apply ${dir}\n`);
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`${path} is there already; nothing is written over it`, { cause });
  }
}

const PAGES = {
  overview: "## The task\n\nWhat is segmented, in what, and why it matters.\n",
  rules: "1. One container image per submission.\n2. Faults of the platform never count against a team's quota.\n",
  data: "Where training data come from, and what the hidden cases are like.\n",
};

function challengeYaml(slug: string, preset: string | undefined): string {
  const start = preset
    ? `# Title, summary, structures, limits and ranking come from the preset wherever this file says nothing.\npreset: ${preset}\n`
    : `title: My challenge\nsummary: One sentence about it.\n`;
  const structures = preset ? "" : "structures:\n  - { label: 1, name: liver, toleranceMm: 1 }\n";
  return `schema: bodymark.challenge/1
slug: ${slug}
${start}visibility: draft
pages:
  overview: pages/overview.md
  rules: pages/rules.md
  data: pages/data.md
${structures}phases:
  - slug: debug
    title: Debug
    kind: debug
    caseVisibility: public
    quota: { count: 10 }
    # Names or patterns of cases in the folder cases/ (images/, labels/, cases.csv).
    cases: []
  - slug: final
    title: Final
    kind: final
    caseVisibility: hidden
    gate: debug
    quota: { count: 5, failures: 10 }
    # An instant with its zone: Z, +01:00, Europe/Vienna, or AoE (anywhere on earth).
    opensAt: 2030-01-15 12:00 UTC
    closesAt: 2030-03-31 23:59 AoE
    cases: []
`;
}
