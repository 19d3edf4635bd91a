import type { Database } from "@bodymark/db";
import { forecastQueue } from "../forecast-queue.ts";
import { requireOrganizer } from "../organize/organizer-role.ts";
import { readQueueState } from "../read-queue-state.ts";
import type { Viewer } from "../viewer.ts";

/** An evaluation of a challenge that waits or goes on, as its organizers see it. */
export interface QueuedEvaluation {
  submission: string;
  algorithm: string;
  team: string;
  phase: { slug: string; title: string };
  attempt: number;
  /** `run`, or `rescore`: scored again from kept predictions. */
  kind: "run" | "rescore";
  state: "queued" | "running" | "scoring";
  queuedAt: string;
  startedAt: string | null;
  progress: { done: number; total: number } | null;
  /** Place among all that waits on this platform, 1 is next; null for what runs. */
  position: number | null;
  /** Seconds until it starts; null where nobody knows. */
  estimateS: number | null;
  /** Why no worker can take it as things are. */
  reason: string | null;
  /** Faults of the platform since its last finished case, and what the last one was. */
  faults: number;
  lastFault: string | null;
  /** Somebody asked for its end, and its worker has not ended it yet. */
  stopping: boolean;
}

export interface ChallengeQueue {
  /** Workers heard of within the last minute, and how many of them take work. */
  workers: { connected: number; taking: number };
  /** What runs, then what waits, in the order in which it will be served; at most 200. */
  items: readonly QueuedEvaluation[];
}

const MOST = 200;

/**
 * What waits and runs in a challenge, re-scorings too, for its organizers. Places count the work of other challenges,
 * of which nothing else is told.
 * @throws Refusal `not-found` for everybody else
 */
export async function listQueue(db: Database, viewer: Viewer, slug: string): Promise<ChallengeQueue> {
  const challenge = await requireOrganizer(db, viewer, slug, "reviewer");
  const [state, rows] = await Promise.all([
    readQueueState(db),
    db.evaluation.findMany({
      where: {
        submission: { phase: { challengeId: challenge.id } },
        OR: [
          { state: { in: ["running", "scoring"] } },
          { state: "queued", submission: { state: "queued" } },
          { state: "queued", kind: "rescore" },
        ],
      },
      orderBy: [{ queuedAt: "asc" }, { id: "asc" }],
      take: MOST,
      include: {
        submission: {
          select: {
            id: true,
            algorithm: true,
            cancelRequestedAt: true,
            team: { select: { name: true } },
            phase: { select: { id: true, slug: true, title: true } },
          },
        },
        journal: { where: { message: { contains: "fault" } }, orderBy: { id: "desc" }, take: 1 },
      },
    }),
  ]);
  const items = rows.map((row): QueuedEvaluation => {
    const { algorithm, team, phase, ...submission } = row.submission;
    const waits = row.state === "queued";
    const forecast = waits && state.waiting.some(({ id }) => id === row.id) ? forecastQueue(state, row.id) : null;
    return {
      ...{ submission: submission.id, algorithm, team: team.name, phase: { slug: phase.slug, title: phase.title } },
      attempt: row.attempt,
      kind: row.kind === "rescore" ? "rescore" : "run",
      state: waits ? "queued" : row.state === "scoring" ? "scoring" : "running",
      queuedAt: row.queuedAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      progress: row.caseCount > 0 ? { done: row.doneCases, total: row.caseCount } : null,
      position: forecast?.position ?? null,
      estimateS: forecast?.startsInS == null ? null : Math.ceil(forecast.startsInS),
      reason: forecast && !forecast.served ? state.whyUnserved(row.id) : null,
      faults: row.faults,
      lastFault: row.faults > 0 ? (row.journal[0]?.message ?? null) : null,
      stopping: !waits && (row.kind === "rescore" ? row.cancelRequestedAt : submission.cancelRequestedAt) !== null,
    };
  });
  const connected = await db.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from "Worker"
    where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute'`;
  return {
    workers: { connected: connected[0]?.n ?? 0, taking: state.workers.length },
    items: items.sort((a, b) => (a.position ?? 0) - (b.position ?? 0)),
  };
}
