import { createHash } from "node:crypto";
import type { Database } from "@bodymark/db";

/** Requests per minute and caller. Reads are cheap; a script that follows a submission asks once a second. */
export const API_LIMITS = { read: 600, write: 120 } as const;
type Kind = keyof typeof API_LIMITS;

/** Of the allowance, what a portal takes from the database at once: it asks again only when that is used up. */
const SHARE = 20;
/** A caller's windows that this process remembers. */
const MOST_WINDOWS = 50_000;
/** How often, in takings, windows long over are removed from the database. */
const TIDY_EVERY = 500;

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetS: number;
}

/** What this process holds of a caller's window: requests that it may let pass without asking. */
interface Window {
  left: number;
  /** Requests that nobody has taken yet, when this process last asked. */
  untaken: number;
  endsAtMs: number;
}

/** Lets requests pass up to the limit of a minute; counts in the database, so that several portals share one allowance. */
export class RateLimiter {
  readonly #db: Database;
  readonly #windows = new Map<string, Window>();
  readonly #asking = new Map<string, Promise<Window>>();
  #takings = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Counts one request. A twentieth of the allowance is taken at once: two portals never let more than the limit pass
   * together, and may refuse the last twentieth early where it lies with the other. While the database is away this
   * process counts by itself: nothing that costs anything can be had then.
   */
  async count(caller: string, kind: Kind): Promise<RateVerdict> {
    const limit = API_LIMITS[kind];
    const key = createHash("sha256").update(`${kind}:${caller}`).digest("base64url");
    let window = this.#windows.get(key);
    while (!window || performance.now() >= window.endsAtMs || (window.left === 0 && window.untaken > 0))
      window = await this.#take(key, limit);
    const allowed = window.left > 0;
    if (allowed) window.left -= 1;
    return {
      allowed,
      limit,
      remaining: window.left + window.untaken,
      resetS: Math.max(1, Math.ceil((window.endsAtMs - performance.now()) / 1000)),
    };
  }

  /** One question at a time for each caller, whose answer all wait for. */
  #take(key: string, limit: number): Promise<Window> {
    const asked = this.#asking.get(key);
    if (asked) return asked;
    const asking = this.#ask(key, limit).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(key: string, limit: number): Promise<Window> {
    const share = Math.ceil(limit / SHARE);
    const { count, endsInS } = await takeFromWindow(this.#db, key, share).catch((error: unknown) => {
      console.error("api: counting requests in this process alone,", error instanceof Error ? error.message : error);
      return { count: limit, endsInS: 60 };
    });
    const taken = Math.max(0, Math.min(share, limit - (count - share)));
    const held = this.#windows.get(key);
    const endsAtMs = performance.now() + endsInS * 1000;
    // What is left of the same window stays; the clocks of both differ by less than a second.
    const kept = held && performance.now() < held.endsAtMs && Math.abs(held.endsAtMs - endsAtMs) < 1000 ? held.left : 0;
    const window = { left: kept + taken, untaken: Math.max(0, limit - count), endsAtMs };
    if (this.#windows.size > MOST_WINDOWS) this.#forget();
    this.#windows.set(key, window);
    if (this.#takings++ % TIDY_EVERY === 0) await this.#tidy();
    return window;
  }

  #forget(): void {
    const now = performance.now();
    for (const [key, { endsAtMs }] of this.#windows) if (endsAtMs <= now) this.#windows.delete(key);
  }

  async #tidy(): Promise<void> {
    await this.#db.$executeRaw`delete from "RequestWindow" where "startedAt" < now() - interval '10 minutes'`.catch(
      () => 0, // The next tidying finds it.
    );
  }
}

/** Takes `share` requests of a caller's minute; `count` is how many are taken with them. One statement, the database's clock. */
async function takeFromWindow(db: Database, key: string, share: number): Promise<{ count: number; endsInS: number }> {
  const [row] = await db.$queryRaw<{ count: number; endsInS: number }[]>`
    insert into "RequestWindow" as w (key, "startedAt", count) values (${key}, clock_timestamp(), ${share})
    on conflict (key) do update set
      count = case when w."startedAt" < clock_timestamp() - interval '1 minute' then excluded.count else w.count + excluded.count end,
      "startedAt" = case when w."startedAt" < clock_timestamp() - interval '1 minute' then excluded."startedAt" else w."startedAt" end
    returning count, extract(epoch from "startedAt" + interval '1 minute' - clock_timestamp())::float8 as "endsInS"`;
  if (!row) throw new Error("the window of a caller's requests was not written");
  return row;
}

/** Headers of draft-ietf-httpapi-ratelimit-headers, in the form that clients know. */
export function rateHeaders(verdict: RateVerdict): Record<string, string> {
  return {
    "ratelimit-limit": String(verdict.limit),
    "ratelimit-remaining": String(verdict.remaining),
    "ratelimit-reset": String(verdict.resetS),
    ...(verdict.allowed ? {} : { "retry-after": String(verdict.resetS) }),
  };
}
