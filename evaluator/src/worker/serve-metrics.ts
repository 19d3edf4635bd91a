import { createServer } from "node:http";
import type { Database } from "@bodymark/db";
import type { Logger } from "pino";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Serves this worker's Prometheus metrics at `/metrics` on the loopback address, until shutdown. */
export function serveMetrics(db: Database, workerId: string, port: number, log: Logger, shutdown: AbortSignal): void {
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
  const server = createServer((request, response) => {
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
