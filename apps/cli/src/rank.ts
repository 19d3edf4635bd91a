import { readFile, writeFile } from "node:fs/promises";
import { UsageError } from "@bodymark/contracts";
import {
  buildTable,
  DEFAULT_BOOTSTRAP,
  directionOf,
  directionSchema,
  type MetricRole,
  type MetricRule,
  metricRule,
  rankEntries,
  roleOf,
  SCHEMES,
  type Scheme,
} from "@bodymark/ranking";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readScoreRows } from "./read-score-rows.ts";

interface RankOptions {
  scores: string;
  scheme: Scheme;
  metric?: string[];
  bootstrap: number;
  seed: number;
  out?: string;
}

/** The metrics that a scheme is defined on, by what they stand for. */
const ROLES: Partial<Record<Scheme, readonly MetricRole[]>> = {
  "flare-22": ["dice", "nsd", "time", "gpu", "cpu"],
  "bodymaps-2024": ["dice", "nsd", "time", "gpu"],
};

const METRIC_HELP = `
Metrics:
  Without --metric, flare-22 and bodymaps-2024 take the metrics they are defined on and every other scheme takes all
  metrics of the file. Known names need no direction: dice, dsc, nsd, iou, jaccard, sensitivity, precision and
  specificity are better higher; hd, hd95, assd, time and whatever names memory, a GPU or a CPU are better lower.
  Significance is tested on the first metric. In flare-22 metrics that name a GPU or a CPU weigh half.

Scores:
  A CSV file with the columns submission,case,structure,metric,value. An empty value is missing: it ranks last and
  counts as 0 (higher) or as the worst value of its metric (lower). The structure of a metric of the whole case, such
  as time, is empty.`;

/** `bodymark rank`: ranks the submissions of a CSV file of scores. */
export function addRankCommand(program: Command): void {
  program
    .command("rank")
    .description("rank submissions by their scores, with bootstrap rank ranges and pairwise tests")
    .requiredOption("--scores <file>", "CSV file: submission,case,structure,metric,value")
    .addOption(new Option("--scheme <scheme>", "how to rank").choices(SCHEMES).makeOptionMandatory())
    .option("--metric <name:direction>", "rank by this metric, higher or lower being better; repeatable", collect)
    .option(
      "--bootstrap <draws>",
      "bootstrap draws of cases; 0 for none",
      wholeNumber(100_000),
      DEFAULT_BOOTSTRAP.draws,
    )
    .option("--seed <number>", "seed of the bootstrap", wholeNumber(2 ** 32 - 1), DEFAULT_BOOTSTRAP.seed)
    .option("--out <file>", "write the JSON there instead of to stdout")
    .addHelpText("after", METRIC_HELP)
    .action(rank);
}

async function rank({ scores, scheme, metric, bootstrap, seed, out }: RankOptions): Promise<void> {
  const table = buildTable(readScoreRows(await readScores(scores)));
  const names = table.metrics.map(({ name }) => name);
  const metrics = metric ? parseMetrics(metric, names, scheme) : defaultMetrics(names, scheme);
  const ranking = rankEntries(table, { scheme, metrics }, { bootstrap: { draws: bootstrap, seed } });
  const json = `${JSON.stringify({ schema: "bodymark.ranking/1", ...ranking }, null, 2)}\n`;
  if (out) await writeFile(out, json);
  else process.stdout.write(json);
}

async function readScores(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read the scores ${path}`, { cause: error });
  }
}

function parseMetrics(given: readonly string[], names: readonly string[], scheme: Scheme): MetricRule[] {
  const rules = given.map((text) => {
    const colon = text.lastIndexOf(":");
    const name = colon < 0 ? text : text.slice(0, colon);
    if (!names.includes(name)) throw new UsageError(`the scores have no metric "${name}", only ${names.join(", ")}`);
    const direction = directionSchema.safeParse(colon < 0 ? directionOf(name) : text.slice(colon + 1));
    const rule = direction.success && metricRule(name, scheme, direction.data);
    if (!rule) throw new UsageError(`--metric ${text}: say --metric ${name}:higher or --metric ${name}:lower`);
    return rule;
  });
  const twice = rules.find(({ name }, index) => rules.findIndex((rule) => rule.name === name) !== index);
  if (twice) throw new UsageError(`--metric ${twice.name} is given twice`);
  return rules;
}

function defaultMetrics(names: readonly string[], scheme: Scheme): MetricRule[] {
  const roles = ROLES[scheme];
  const chosen = roles ? roles.flatMap((role) => namesWithRole(names, role, scheme)) : names;
  return parseMetrics(chosen, names, scheme);
}

function namesWithRole(names: readonly string[], role: MetricRole, scheme: Scheme): string[] {
  const found = names.filter((name) => roleOf(name) === role);
  if (found.length === 1) return found;
  const reason = found.length === 0 ? `these scores have none for ${role}` : `${found.join(" and ")} are both ${role}`;
  throw new UsageError(`${scheme} is defined on ${ROLES[scheme]?.join(", ")}, but ${reason}: choose with --metric`);
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function wholeNumber(largest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= largest)) throw new InvalidArgumentError(`a whole number from 0 to ${largest} is expected.`);
    return value;
  };
}
