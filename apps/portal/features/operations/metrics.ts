import { SUBMISSION_STATES } from "@bodymark/contracts";
import { readMailBacklog } from "@bodymark/mail";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { database } from "#server/database.ts";

let registry: Registry | undefined;

/** What Prometheus reads: this process, and the queue as the database has it. */
export function metrics(): Registry {
  registry ??= createRegistry();
  return registry;
}

function createRegistry(): Registry {
  const created = new Registry();
  collectDefaultMetrics({ register: created, prefix: "bodymark_portal_" });
  const registers = [created];
  new Gauge({
    name: "bodymark_submissions",
    help: "Submissions by state",
    labelNames: ["state"],
    registers,
    async collect() {
      const rows = await database().submission.groupBy({ by: ["state"], _count: true });
      const counts = new Map(rows.map((row) => [row.state, row._count]));
      for (const state of SUBMISSION_STATES) this.set({ state }, counts.get(state) ?? 0);
    },
  });
  new Gauge({
    name: "bodymark_queue_oldest_seconds",
    help: "Age of the evaluation that has waited longest; 0 when none waits",
    registers,
    async collect() {
      const [row] = await database().$queryRaw<{ age: number | null }[]>`
        select extract(epoch from now() - min("queuedAt"))::float8 as age from "Evaluation" where state = 'queued'`;
      this.set(row?.age ?? 0);
    },
  });
  new Gauge({
    name: "bodymark_workers",
    help: "Workers heard of within the last minute",
    registers,
    async collect() {
      const [row] = await database().$queryRaw<{ count: number }[]>`
        select count(*)::int as count from "Worker"
        where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute'`;
      this.set(row?.count ?? 0);
    },
  });
  new Gauge({
    name: "bodymark_worker_alarms",
    help: "Workers that take no new work, by what keeps them from it",
    labelNames: ["alarm"],
    registers,
    async collect() {
      this.reset();
      const rows = await database().$queryRaw<{ alarm: string; count: number }[]>`
        select alarm, count(*)::int as count from "Worker", unnest(alarms) as alarm
        where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute' group by alarm`;
      for (const { alarm, count } of rows) this.set({ alarm }, count);
    },
  });
  new Gauge({
    name: "bodymark_mail",
    help: "Mail that has not gone out: waiting (to one, to many), or failed for good",
    labelNames: ["state"],
    registers,
    async collect() {
      const { waiting, waitingToMany, failed } = await readMailBacklog(database());
      for (const [state, count] of Object.entries({ waiting, waiting_bulk: waitingToMany, failed }))
        this.set({ state }, count);
    },
  });
  new Gauge({
    name: "bodymark_mail_oldest_seconds",
    help: "Age of the mail that has waited longest; 0 when none waits",
    registers,
    async collect() {
      this.set((await readMailBacklog(database())).oldestS);
    },
  });
  return created;
}
