import pg from "pg";

/** A running subscription to PostgreSQL notifications. */
export interface Subscription {
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/**
 * Listens on a channel with a connection of its own and reconnects when that breaks. `onGap` is called after each
 * (re)connection: what was told meanwhile is lost, so the caller reads afresh.
 */
export async function listen(
  url: string,
  channel: string,
  handlers: { onMessage: (payload: string) => void; onGap: () => void },
): Promise<Subscription> {
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: "bodymark-listen", keepAlive: true });
    const retry = (): void => {
      if (closed || client !== next) return;
      client = null;
      timer = setTimeout(() => void connect().catch(() => undefined), RECONNECT_MS);
    };
    client = next;
    next.on("error", retry);
    next.on("end", retry);
    next.on("notification", (message) => handlers.onMessage(message.payload ?? ""));
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      handlers.onGap();
    } catch (cause) {
      retry();
      throw new Error(`cannot listen on ${channel}`, { cause });
    }
  };

  await connect();
  return {
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
}
