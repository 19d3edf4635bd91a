import type { Capabilities } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import type { ObjectStore } from "@bodymark/storage";
import type { Logger } from "pino";
import type { Executor } from "../run/executor.ts";
import type { ImageShelf } from "./image-shelf.ts";
import type { ObjectCache } from "./object-cache.ts";
import type { Readiness } from "./readiness.ts";

/** What every step of a worker needs. */
export interface WorkerContext {
  db: Database;
  store: ObjectStore;
  queue: WakeQueue;
  executor: Executor;
  log: Logger;
  workerId: string;
  capabilities: Capabilities;
  leaseS: number;
  cache: ObjectCache;
  shelf: ImageShelf;
  readiness: Readiness;
  /** Label on everything this worker makes in its engine. */
  owner: string;
  /** Private folder of this worker. */
  workDir: string;
}
