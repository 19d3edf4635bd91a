const SECOND = 1_000;

/** A worker's lease on an evaluation; another takes over when it has run out. */
export const LEASE_S = 20;
/** Between renewals of a lease; a cancellation is noticed with one, so it also bounds how long a kill takes. */
export const RENEW_MS = 2 * SECOND;
/** Between looks at the queue without a message: finds expired leases and work whose message was lost. */
export const POLL_MS = 5 * SECOND;
/** Between a worker's signs of life. */
export const HEARTBEAT_MS = 10 * SECOND;
/** Platform faults after which an evaluation is given up and an operator has to look. */
export const MAX_FAULTS = 8;
/** First and longest pause after a platform fault. */
export const BACKOFF_S = { first: 2, longest: 60 };
/** Free disk below which no new work is claimed. */
export const MIN_FREE_BYTES = 2 * 1024 ** 3;
