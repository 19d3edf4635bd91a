import { database } from "#server/database.ts";

const PATIENCE_MS = 2_000;

export interface Health {
  status: "ok" | "degraded";
  database: "ok" | "unreachable";
  /** `alarm`: no worker takes new work, since each has too little disk or misses its engine or the storage. */
  workers: "ok" | "alarm" | "none" | "unknown";
}

/** Whether the database answers in time, and workers take work; says no more, since anybody may ask. */
export async function readHealth(): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer from the database in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    const asked = database().$queryRaw<{ live: number; taking: number }[]>`
      select count(*)::int as live, count(*) filter (where alarms = '{}')::int as taking from "Worker"
      where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute'`;
    const [row] = await Promise.race([asked, late]);
    const { live = 0, taking = 0 } = row ?? {};
    return { status: "ok", database: "ok", workers: live === 0 ? "none" : taking === 0 ? "alarm" : "ok" };
  } catch (error) {
    console.error("health:", error);
    return { status: "degraded", database: "unreachable", workers: "unknown" };
  } finally {
    clearTimeout(timer);
  }
}
