const MINUTE_MS = 60_000;
const HOUR_S = 3600;

/** How often something may be tried. Per account it counts tries from anywhere, per address those for any account. */
export const LIMITS = {
  signIn: { account: { max: 10, windowMs: 15 * MINUTE_MS }, address: { max: 50, windowMs: 15 * MINUTE_MS } },
  signUp: { account: { max: 5, windowMs: 60 * MINUTE_MS }, address: { max: 60, windowMs: 60 * MINUTE_MS } },
  /** Mail with a link: a new confirmation, a new password. */
  mailedLink: { account: { max: 5, windowMs: 60 * MINUTE_MS }, address: { max: 30, windowMs: 60 * MINUTE_MS } },
  /** The password asked again by somebody signed in. */
  password: { max: 10, windowMs: 15 * MINUTE_MS },
} as const;

/** How long a mailed link works. */
export const LINK_LIFETIME_S = { confirm: 24 * HOUR_S, reset: HOUR_S } as const;

/** Time that answers about accounts take at least: twice what hashing a password was measured at (some 90 ms). */
export const ANSWER_FLOOR_MS = 400;
