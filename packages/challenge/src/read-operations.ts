import { type Capabilities, capabilitiesSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { notFound } from "./errors.ts";
import { forecastQueue } from "./forecast-queue.ts";
import { readQueueState } from "./read-queue-state.ts";
import { isOperator, type Viewer } from "./viewer.ts";

/** What an operator looks at: the workers, and what waits for them. */
export interface OperationsView {
  workers: readonly {
    id: string;
    name: string;
    host: string;
    state: "connected" | "silent" | "stopped";
    capabilities: Capabilities;
    /** Controls that its engine lacks; while there are any it runs nothing. */
    missingControls: readonly string[];
    /** What keeps it from taking work now. */
    alarms: readonly string[];
    startedAt: string;
    heardOfAt: string;
    submission: string | null;
  }[];
  queue: readonly {
    submission: string;
    /** `run`, or `rescore`: scored again from kept predictions. */
    kind: string;
    challenge: string;
    phase: string;
    team: string;
    queuedAt: string;
    position: number;
    estimateS: number | null;
    /** Why no worker can take it, or null. */
    reason: string | null;
    /** Faults of the platform since its last finished case. */
    faults: number;
  }[];
}

/** Waiting evaluations that one answer tells of. */
const MOST_WAITING = 200;

/**
 * The workers heard of within the last day, and the queue in the order in which it will be served.
 * @throws Refusal `not-found` for everybody who is no operator
 */
export async function readOperations(db: Database, viewer: Viewer): Promise<OperationsView> {
  if (!isOperator(viewer)) throw notFound("page");
  const [workers, state, waiting] = await Promise.all([
    db.$queryRaw<
      {
        id: string;
        name: string;
        host: string;
        capabilities: unknown;
        missingControls: string[];
        alarms: string[];
        startedAt: Date;
        heartbeatAt: Date;
        state: "connected" | "silent" | "stopped";
        submission: string | null;
      }[]
    >`
      select w.id, w.name, w.host, w.capabilities, w."missingControls", w.alarms, w."startedAt", w."heartbeatAt",
        case when w."stoppedAt" is not null then 'stopped'
          when w."heartbeatAt" > now() - interval '1 minute' then 'connected' else 'silent' end as state,
        (select e."submissionId" from "Evaluation" e where e."workerId" = w.id and e.state in ('running', 'scoring')
          order by e."leaseUntil" desc limit 1) as submission
      from "Worker" w where w."heartbeatAt" > now() - interval '1 day'
      order by state, w."heartbeatAt" desc limit 200`,
    readQueueState(db),
    db.evaluation.findMany({
      where: { state: "queued", OR: [{ submission: { state: "queued" } }, { kind: "rescore" }] },
      orderBy: [{ queuedAt: "asc" }, { id: "asc" }],
      take: MOST_WAITING,
      include: {
        submission: {
          select: {
            id: true,
            team: { select: { name: true } },
            phase: { select: { id: true, title: true, challenge: { select: { title: true } } } },
          },
        },
      },
    }),
  ]);
  const queue = waiting.map(({ id, kind, queuedAt, faults, submission }) => {
    const { position, startsInS, served } = forecastQueue(state, id);
    return {
      submission: submission.id,
      kind,
      challenge: submission.phase.challenge.title,
      phase: submission.phase.title,
      team: submission.team.name,
      queuedAt: queuedAt.toISOString(),
      position,
      estimateS: startsInS === null ? null : Math.ceil(startsInS),
      reason: served ? null : state.whyUnserved(id),
      faults,
    };
  });
  return {
    workers: workers.map(({ capabilities, startedAt, heartbeatAt, ...worker }) => ({
      ...worker,
      capabilities: capabilitiesSchema.parse(capabilities),
      startedAt: startedAt.toISOString(),
      heardOfAt: heartbeatAt.toISOString(),
    })),
    queue: queue.sort((a, b) => a.position - b.position),
  };
}
