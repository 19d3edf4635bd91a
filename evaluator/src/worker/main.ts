import { readObjectStoreSettings } from "@bodymark/storage";
import { pino } from "pino";
import { readWorkerSettings } from "./environment.ts";
import { runWorker } from "./run-worker.ts";

/** The evaluator's program. The first SIGTERM or SIGINT hands the current case back and ends; a second ends at once. */
const settings = readWorkerSettings();
const log = pino({ name: "evaluator", level: settings.logLevel });
const shutdown = new AbortController();

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (shutdown.signal.aborted) process.exit(1);
    log.info({ signal }, "shutting down");
    shutdown.abort("shutdown");
  });
}

try {
  await runWorker(settings, readObjectStoreSettings(), log, shutdown.signal);
  log.info("stopped");
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, "the evaluator cannot go on");
  process.exit(1);
}
