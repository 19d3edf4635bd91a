import type { Transaction } from "@bodymark/db";
import { fromPrisma, PgBoss } from "pg-boss";

/** `check`: an image waits for acceptance. `evaluate`: an evaluation waits for a worker. */
export const QUEUE_NAMES = ["check", "evaluate"] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** How often a worker looks for messages by itself, in seconds; notifications wake it at once. */
const POLL_S = 2;

/**
 * Wakes evaluators. A message only says "look": which evaluation a worker may touch is decided by the lease in the
 * database alone, so a lost or doubled message does no harm.
 */
export interface WakeQueue {
  /** Sends within the caller's transaction: the message exists if and only if the transaction commits. */
  wake(transaction: Transaction, name: QueueName, evaluationId: string): Promise<void>;
  /** Calls `handler` for messages until the queue is closed. A handler that throws gets the message again. */
  onWake(name: QueueName, handler: (evaluationId: string) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Opens the queue on the database at `url`, creating its tables in the schema `pgboss` when missing. */
export async function openQueue(url: string, options: { onError: (error: Error) => void }): Promise<WakeQueue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "bodymark-queue",
    max: 4,
    useListenNotify: true,
    monitorIntervalSeconds: 5,
  });
  boss.on("error", options.onError);
  await boss.start();
  for (const name of QUEUE_NAMES) await boss.createQueue(name, { notify: true, retryLimit: 5, retryDelay: 2 });
  return {
    async wake(transaction, name, evaluationId) {
      await boss.send(name, { evaluationId }, { db: fromPrisma(transaction) });
    },
    async onWake(name, handler) {
      await boss.work<{ evaluationId: string }>(
        name,
        { pollingIntervalSeconds: POLL_S, notifyPollingIntervalSeconds: POLL_S },
        async ([job]) => {
          if (job) await handler(job.data.evaluationId);
        },
      );
    },
    async close() {
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
