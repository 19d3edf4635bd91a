import { hostname } from "node:os";
import { newId } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";

/** Enters this process in the list of workers; each start is a worker of its own. */
export async function registerWorker(
  db: Database,
  worker: {
    name: string;
    capabilities: Prisma.InputJsonObject;
    missingControls: readonly string[];
    fingerprint: string | null;
  },
): Promise<string> {
  const id = newId("worker");
  await db.worker.create({
    data: {
      id,
      name: worker.name,
      host: hostname(),
      capabilities: worker.capabilities,
      missingControls: [...worker.missingControls],
      fingerprint: worker.fingerprint,
    },
  });
  return id;
}

/** A sign of life, by the database's clock, and what keeps the worker from taking work. */
export async function beat(db: Database, workerId: string, alarms: readonly string[]): Promise<void> {
  await db.$executeRaw`update "Worker" set "heartbeatAt" = now(), alarms = ${[...alarms]} where id = ${workerId}`;
}

export async function signOff(db: Database, workerId: string): Promise<void> {
  await db.$executeRaw`update "Worker" set "stoppedAt" = now() where id = ${workerId}`;
}
