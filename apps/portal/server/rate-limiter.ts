import { RateLimiter } from "#features/api/rate-limit.ts";
import { database } from "./database.ts";

// Kept on the process, as the database is.
const shared: { bodymarkRateLimiter?: RateLimiter } = globalThis as { bodymarkRateLimiter?: RateLimiter };

/** The portal's count of its callers' requests. */
export function rateLimiter(): RateLimiter {
  shared.bodymarkRateLimiter ??= new RateLimiter(database());
  return shared.bodymarkRateLimiter;
}
