import { database } from "#server/database.ts";

const PATIENCE_MS = 2_000;

export interface Health {
  status: "ok" | "degraded";
  database: "ok" | "unreachable";
}

/** Whether the database answers in time; says no more, since anybody may ask. */
export async function readHealth(): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer from the database in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    await Promise.race([database().$queryRaw`select 1`, late]);
    return { status: "ok", database: "ok" };
  } catch (error) {
    console.error("health:", error);
    return { status: "degraded", database: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}
