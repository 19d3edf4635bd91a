import { createHash } from "node:crypto";
import type { Change } from "@bodymark/challenge-file";
import type { Transaction } from "@bodymark/db";
import { phaseStatus } from "../phase-status.ts";

/** What a change does to a phase that has opened. */
export interface PhaseEffect {
  phase: string;
  title: string;
  /** Changed fields. */
  fields: string[];
  /** Whether what was frozen at opening changes: that is an amendment, and is shown on the board with its reason. */
  amends: boolean;
  submissions: number;
  evaluated: number;
  /** Queued or running. */
  waiting: number;
  /** What will happen, in sentences. */
  consequences: string[];
}

/** Frozen when a phase opens: what decides how its submissions are run, scored and ranked. */
const FROZEN = [
  "ranking",
  "definition",
  "absentPolicy",
  "limits",
  "profile",
  "slugs",
  "cases",
  "timingCases",
  "caseVisibility",
];
/** Words alone: changing them affects nobody's result. */
const WORDS = ["title", "description"];
/** Fields of a case that decide its score. */
const SCORED_OF_CASE = ["notAnnotated", "labelSha256", "imageSha256"];

interface OpenedPhase {
  id: string;
  slug: string;
  title: string;
  opensAt: Date | null;
  closesAt: Date | null;
  frozenAt: Date | null;
  caseNames: readonly string[];
  counts: { submissions: number; evaluated: number; waiting: number };
}

/** The phases of a challenge that have opened: participants may have worked by their rules. */
export async function readOpenedPhases(
  tx: Transaction,
  challenge: { id: string; visibility: string },
  now: Date,
): Promise<OpenedPhase[]> {
  const rows = await tx.phase.findMany({
    where: { challengeId: challenge.id },
    orderBy: { position: "asc" },
    include: {
      cases: { include: { case: { select: { name: true } } } },
      submissions: { select: { state: true } },
    },
  });
  return rows
    .map(({ cases, submissions, ...row }) => ({
      ...row,
      caseNames: cases.map((item) => item.case.name),
      counts: {
        submissions: submissions.length,
        evaluated: submissions.filter(({ state }) => state === "done").length,
        waiting: submissions.filter(({ state }) => ["checking", "queued", "running", "scoring"].includes(state)).length,
      },
    }))
    .filter(
      (row) =>
        row.frozenAt !== null ||
        row.counts.submissions > 0 ||
        (challenge.visibility === "public" && phaseStatus(row, now) !== "upcoming"),
    );
}

/** What changes do to phases that have opened; changes of mere words do nothing. */
export function findEffects(opened: readonly OpenedPhase[], changes: readonly Change[]): PhaseEffect[] {
  return opened.flatMap((phase) => {
    const fields = fieldsOf(phase, changes);
    if (fields.length === 0) return [];
    const effect = {
      phase: phase.slug,
      title: phase.title,
      fields,
      amends: fields.some((field) => FROZEN.includes(field.split(".")[0] ?? "") || isScoredElsewhere(field)),
      ...phase.counts,
    };
    return [{ ...effect, consequences: tell(effect) }];
  });
}

function isScoredElsewhere(field: string): boolean {
  return field === "structures" || field === "references";
}

function fieldsOf(phase: OpenedPhase, changes: readonly Change[]): string[] {
  const fields = new Set<string>();
  for (const { path } of changes) {
    const [list, name, ...rest] = path.split(".");
    if (list === "structures") fields.add("structures");
    if (list === "phases" && path === `phases.${phase.slug}`) fields.add("the whole phase");
    if (list === "phases" && name === phase.slug && rest[0] !== undefined && !WORDS.includes(rest[0]))
      fields.add(rest.join("."));
    const change = /^cases\.(.+)\.(\w+)$/.exec(path);
    if (change && SCORED_OF_CASE.includes(change[2] ?? "") && phase.caseNames.includes(change[1] ?? ""))
      fields.add("references");
  }
  return [...fields];
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

function tell(effect: Omit<PhaseEffect, "consequences">): string[] {
  const { evaluated, waiting, submissions } = effect;
  const has = (...names: string[]) => effect.fields.some((field) => names.includes(field.split(".")[0] ?? ""));
  const lines: string[] = [];
  if (has("the whole phase")) lines.push("The phase is removed. Nobody has submitted to it.");
  if (has("ranking", "counting", "structures", "absentPolicy", "cases"))
    lines.push(`The board, with ${count(evaluated, "evaluated submission")}, is ordered and published anew.`);
  if (has("definition", "absentPolicy", "structures", "cases", "references"))
    lines.push(
      `${count(evaluated, "evaluated submission")} ${evaluated === 1 ? "keeps its" : "keep their"} scores until re-scored or re-run.`,
    );
  if (has("limits", "profile", "slugs", "definition", "structures", "cases", "references", "timingCases"))
    lines.push(
      `${count(waiting, "submission")} now queued or running ${waiting === 1 ? "goes" : "go"} by the new rules.`,
    );
  if (has("limits", "profile") && evaluated > 0)
    lines.push(`${count(evaluated, "evaluated submission")} ran under the former ones: times may not be comparable.`);
  if (has("caseVisibility"))
    lines.push("Who may see the cases and the figures of each case changes at once, also for what has been evaluated.");
  if (has("opensAt", "closesAt"))
    lines.push(`Participants may submit until the new instant; ${count(submissions, "submission")} so far.`);
  if (has("quota")) lines.push("How many submissions are left changes for every team at once.");
  if (has("gate")) lines.push("Teams that have not passed the new gate can no longer submit.");
  if (has("publication")) lines.push("Who sees the leaderboard may change at once.");
  if (has("keptPredictionBytes"))
    lines.push(
      "Above the new limit, kept predictions of results that do not count are removed, the oldest first: those results can then be re-run, not re-scored.",
    );
  if (has("logPolicy")) lines.push("Applies to runs from now on.");
  if (has("kind")) lines.push("The phase is shown as another kind from now on.");
  return lines;
}

/** A name for exactly these changes and effects: who confirms has seen them. */
export function confirmationToken(changes: readonly Change[], effects: readonly PhaseEffect[]): string {
  return createHash("sha256")
    .update(JSON.stringify([changes, effects]))
    .digest("hex")
    .slice(0, 32);
}
