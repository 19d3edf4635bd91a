import { Writable } from "node:stream";
import type { ObjectStoreSettings } from "@bodymark/storage";
import { pino } from "pino";
import { runWorker } from "../../evaluator/src/worker/run-worker.ts";
import type { WorkerFleet } from "./worker-fleet.ts";

const GIB = 1024 ** 3;

/** A worker in the test's own process. */
export interface LocalWorker {
  log(): string;
  close(): Promise<void>;
}

/** Starts one beside the fleet's database, with objects and an engine of the caller's choice. */
export function startLocalWorker(
  fleet: WorkerFleet,
  options: { objects?: ObjectStoreSettings; workDir: string; dockerHost?: string | undefined },
): LocalWorker {
  let text = "";
  const lines = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const shutdown = new AbortController();
  const worker = runWorker(
    {
      ...{ databaseUrl: fleet.databaseUrl, dockerHost: options.dockerHost ?? process.env.DOCKER_HOST, name: "local" },
      ...{ workDir: options.workDir, minFreeBytes: 1, cacheBytes: GIB, imageBytes: GIB, leaseS: 20, logLevel: "info" },
      metricsPort: null,
    },
    options.objects ?? { kind: "disk", root: fleet.objects },
    pino(lines),
    shutdown.signal,
  );
  worker.catch(() => undefined); // awaited by `close`
  return {
    log: () => text,
    async close() {
      shutdown.abort("shutdown");
      await worker;
    },
  };
}
