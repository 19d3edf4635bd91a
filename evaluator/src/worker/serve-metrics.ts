import { createServer } from "node:http";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { WorkerContext } from "./context.ts";
import { ALARMS } from "./readiness.ts";

/**
 * Serves, on the loopback address and until shutdown, this worker's Prometheus metrics at `/metrics`, and at `/health`
 * whether it takes work: 200, or 503 with what keeps it from that.
 */
export function serveMetrics(context: WorkerContext, port: number, shutdown: AbortSignal): void {
  const { db, workerId, log, readiness, cache } = context;
  const registry = new Registry();
  registry.setDefaultLabels({ worker: workerId });
  collectDefaultMetrics({ register: registry, prefix: "bodymark_evaluator_" });
  new Gauge({
    name: "bodymark_evaluations",
    help: "Evaluations that are not at their end, by state",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      this.reset();
      const rows = await db.evaluation.groupBy({
        by: ["state"],
        where: { state: { in: ["queued", "running", "scoring"] } },
        _count: true,
      });
      for (const { state, _count } of rows) this.set({ state }, _count);
    },
  });
  new Gauge({
    name: "bodymark_evaluator_alarm",
    help: "1 while this keeps the worker from taking work",
    labelNames: ["alarm"],
    registers: [registry],
    collect() {
      for (const alarm of ALARMS) this.set({ alarm }, readiness.alarms.includes(alarm) ? 1 : 0);
    },
  });
  new Gauge({
    name: "bodymark_evaluator_disk_free_bytes",
    help: "Free bytes of the disk under the worker's folder",
    registers: [registry],
    collect() {
      this.set(readiness.freeBytes);
    },
  });
  new Gauge({
    name: "bodymark_evaluator_cache_bytes",
    help: "Bytes of local copies of objects",
    registers: [registry],
    collect() {
      this.set(cache.bytes);
    },
  });
  const server = createServer((request, response) => {
    if (request.url === "/health") {
      const { alarms } = readiness;
      response.writeHead(alarms.length > 0 ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: alarms.length > 0 ? "degraded" : "ok", alarms }));
      return;
    }
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      (error: unknown) => {
        log.warn({ err: error }, "metrics");
        response.writeHead(503).end();
      },
    );
  });
  server.on("error", (error) => log.error({ err: error, port }, "metrics are not served"));
  server.listen(port, "127.0.0.1");
  shutdown.addEventListener("abort", () => server.close(), { once: true });
}
