const MINUTE_MS = 60_000;

/** Requests per minute and caller. Reads are cheap; a script that follows a submission asks once a second. */
export const API_LIMITS = { read: 600, write: 120 } as const;

interface Window {
  startedAt: number;
  count: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetS: number;
}

const windows = new Map<string, Window>();

/**
 * Counts a request in its caller's window of a minute. Kept in this process: with several portals each has its own
 * count, which bounds the load on each all the same. (Password guesses are counted in the database instead.)
 */
export function countRequest(caller: string, kind: keyof typeof API_LIMITS, now = Date.now()): RateVerdict {
  const key = `${kind}:${caller}`;
  const limit = API_LIMITS[kind];
  let window = windows.get(key);
  if (!window || now - window.startedAt >= MINUTE_MS) {
    if (windows.size > 50_000) forgetOld(now);
    window = { startedAt: now, count: 0 };
    windows.set(key, window);
  }
  window.count += 1;
  return {
    allowed: window.count <= limit,
    limit,
    remaining: Math.max(0, limit - window.count),
    resetS: Math.ceil((window.startedAt + MINUTE_MS - now) / 1000),
  };
}

function forgetOld(now: number): void {
  for (const [key, window] of windows) if (now - window.startedAt >= MINUTE_MS) windows.delete(key);
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
