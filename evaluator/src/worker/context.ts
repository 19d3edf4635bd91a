import type { Capabilities } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { WakeQueue } from "@bodymark/queue";
import type { ObjectStore } from "@bodymark/storage";
import type { Logger } from "pino";
import type { Executor } from "../run/executor.ts";

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
  /** Label on everything this worker makes in its engine. */
  owner: string;
  /** Private folder of this worker. */
  workDir: string;
}
