import { readMailBacklog } from "@bodymark/mail";
import { database } from "#server/database.ts";

const PATIENCE_MS = 2_000;
const MAIL_LATE_S = 15 * 60;

export interface Health {
  status: "ok" | "degraded";
  database: "ok" | "unreachable";
  /** `alarm`: no worker takes new work, since each has too little disk or misses its engine or the storage. */
  workers: "ok" | "alarm" | "none" | "unknown";
  /** `late`: mail to a single person has waited for more than a quarter of an hour. */
  mail: "ok" | "late" | "unknown";
}

/** Whether the database answers in time, workers take work, and mail goes out; says no more, since anybody may ask. */
export async function readHealth(): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer from the database in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    const asked = database().$queryRaw<{ live: number; taking: number }[]>`
      select count(*)::int as live, count(*) filter (where alarms = '{}')::int as taking from "Worker"
      where "stoppedAt" is null and "heartbeatAt" > now() - interval '1 minute'`;
    const [[row], backlog] = await Promise.race([Promise.all([asked, readMailBacklog(database())]), late]);
    const { live = 0, taking = 0 } = row ?? {};
    return {
      status: "ok",
      database: "ok",
      workers: live === 0 ? "none" : taking === 0 ? "alarm" : "ok",
      mail: backlog.oldestSingleS > MAIL_LATE_S ? "late" : "ok",
    };
  } catch (error) {
    console.error("health:", error);
    return { status: "degraded", database: "unreachable", workers: "unknown", mail: "unknown" };
  } finally {
    clearTimeout(timer);
  }
}
