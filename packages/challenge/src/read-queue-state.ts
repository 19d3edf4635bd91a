import { capabilitiesSchema, limitsSchema, profileSchema, unmetNeeds } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { BudgetStop } from "./costs/budget-state.ts";
import { readBudgets } from "./costs/read-budgets.ts";
import type { EvaluationKind, QueueState, Waiting } from "./forecast-queue.ts";

/** Evaluations of a phase whose times tell how long the next one takes. */
const RECENT = 20;

/** The queue as it is now, with why a phase that nobody can serve has to wait. */
export interface ServedQueue extends QueueState {
  /** Why an evaluation that waits is not served, in a sentence for everybody; null where some worker can serve it. */
  whyUnserved(id: string): string | null;
}

/** Nothing of how large a budget is: participants read this. */
const BUDGET_TEXTS: Readonly<Record<BudgetStop, string>> = {
  "used-up":
    "The organizers' budget for evaluations is used up: this one waits, its place kept and nothing charged, until they raise it.",
  promised:
    "What is being evaluated now may use up the organizers' budget: this one waits for its end, its place kept and nothing charged.",
};

/** Reads what waits, what runs, and which workers take work: heard of within the last minute, no control missing, no alarm. */
export async function readQueueState(db: Database): Promise<ServedQueue> {
  const [evaluations, workers, served, [clock]] = await Promise.all([
    db.$queryRaw<
      {
        id: string;
        kind: EvaluationKind;
        phaseId: string;
        challengeId: string;
        teamId: string;
        state: string;
        workerId: string | null;
        queuedAt: Date;
        begun: boolean;
        elapsedS: number | null;
      }[]
    >`
      select e.id, e.kind, s."phaseId", p."challengeId", s."teamId", e.state, e."workerId", e."queuedAt",
        e."startedAt" is not null as begun,
        extract(epoch from now() - e."startedAt")::float8 as "elapsedS"
      from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where e.state in ('running', 'scoring') or (e.state = 'queued' and (s.state = 'queued' or e.kind = 'rescore'))`,
    db.$queryRaw<{ id: string; capabilities: unknown; takes: boolean }[]>`
      select id, capabilities, "missingControls" = '{}' and alarms = '{}' as takes from "Worker"
      where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute' order by "startedAt", id`,
    db.$queryRaw<{ key: string; at: Date }[]>`
      select key, max(e."startedAt") as at
      from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId",
        unnest(array[p."challengeId", s."teamId"]) as key
      where e."queuedAt" > now() - interval '7 days' and e."startedAt" is not null group by key`,
    db.$queryRaw<{ now: Date }[]>`select now()`,
  ]);
  const phaseIds = [...new Set(evaluations.map(({ phaseId }) => phaseId))];
  const challengeIds = [...new Set(evaluations.map(({ challengeId }) => challengeId))];
  const [budgets, phases, times] = await Promise.all([
    readBudgets(db, challengeIds),
    db.phase.findMany({ where: { id: { in: phaseIds } }, select: { id: true, limits: true, profile: true } }),
    db.$queryRaw<{ phaseId: string; kind: EvaluationKind; meanS: number | null }[]>`
      select p as "phaseId", k as kind, (select avg(r.s)::float8 from (
        select extract(epoch from e."finishedAt" - e."startedAt") as s
        from "Evaluation" e join "Submission" s on s.id = e."submissionId"
        where s."phaseId" = p and e.state = 'done' and e.kind = k order by e."finishedAt" desc limit ${RECENT}) r) as "meanS"
      from unnest(${phaseIds}::text[]) as p, unnest(array['run', 'rescore']) as k`,
  ]);
  const meanS = new Map(times.map((row) => [`${row.phaseId} ${row.kind}`, row.meanS]));
  // A re-scoring takes no longer than the run did.
  const durationS = (phaseId: string, kind: EvaluationKind): number | null =>
    meanS.get(`${phaseId} ${kind}`) ?? meanS.get(`${phaseId} run`) ?? null;
  const unmet = new Map(
    phases.map(({ id, limits, profile }) => {
      const [needs, kind] = [limitsSchema.parse(limits), profileSchema.parse(profile)];
      const of = (worker: { capabilities: unknown }) =>
        unmetNeeds(needs, kind, capabilitiesSchema.parse(worker.capabilities));
      return [id, of] as const;
    }),
  );
  const taking = workers.filter(({ takes }) => takes);
  const waiting = evaluations
    .filter(({ state }) => state === "queued")
    .map(({ id, kind, phaseId, challengeId, teamId, queuedAt, begun }): Waiting => {
      const held = kind === "run" && !begun && Boolean(budgets.get(challengeId)?.stop);
      return { id, kind, phaseId, challengeId, teamId, queuedAtMs: queuedAt.getTime(), held };
    });
  return {
    nowMs: clock?.now.getTime() ?? Date.now(),
    waiting,
    running: evaluations
      .filter(({ state }) => state !== "queued")
      .map(({ workerId, challengeId, teamId, phaseId, kind, elapsedS }) => {
        const leftS = Math.max(0, (durationS(phaseId, kind) ?? 0) - (elapsedS ?? 0));
        return { workerId, challengeId, teamId, leftS };
      }),
    workers: taking.map((worker) => ({
      id: worker.id,
      serves: new Set(phaseIds.filter((id) => unmet.get(id)?.(worker).length === 0)),
    })),
    servedAtMs: new Map(served.map(({ key, at }) => [key, at.getTime()])),
    durationS,
    whyUnserved(id) {
      const one = waiting.find((other) => other.id === id);
      const stop = one?.held ? budgets.get(one.challengeId)?.stop : null;
      if (stop) return BUDGET_TEXTS[stop];
      if (workers.length === 0) return "No worker is connected.";
      if (taking.length === 0) return "No worker takes work at the moment; its operator has been told why.";
      const phase = unmet.get(one?.phaseId ?? "");
      const lacking = taking.map((worker) => phase?.(worker) ?? []).sort((a, b) => a.length - b.length)[0] ?? [];
      return lacking.length === 0 ? null : `No worker with ${list(lacking)} is connected.`;
    },
  };
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
