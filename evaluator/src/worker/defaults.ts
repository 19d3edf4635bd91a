const SECOND = 1_000;

/** A worker's lease on an evaluation; another takes over when it has run out. A setting, `BODYMARK_LEASE_S`. */
export const LEASE_S = 15;
/** The longest between looks at the queue without a message: finds expired leases and work whose message was lost. */
export const POLL_MS = 5 * SECOND;
/** The shortest: work that is due and that others just took must not make a loop spin. */
export const SHORTEST_NAP_MS = 200;
/** For an answer of the database; then the connection counts as broken and is made anew. */
export const ANSWER_MS = 10 * SECOND;
/** Between a worker's signs of life. */
export const HEARTBEAT_MS = 10 * SECOND;
/** Between looks at what phases keep of predictions, which go above their limit for so long. */
export const HOUSEKEEPING_MS = 30 * SECOND;
/** Platform faults after which an evaluation is given up and an operator has to look. */
export const MAX_FAULTS = 8;
/** First and longest pause after a platform fault. */
export const BACKOFF_S = { first: 2, longest: 60 };
/** Pauses while database or storage are away in the middle of an evaluation; after `patience` it is handed back. */
export const OUTAGE_MS = { first: 250, longest: 10 * SECOND, patience: 600 * SECOND };
/** The pause of a loop that may not or cannot claim, first and longest. */
export const UNREADY_MS = { first: 1 * SECOND, longest: 30 * SECOND };
/** Looks at disk, engine and storage: how often, how long each may take, and how long a full engine is left alone. */
export const LOOK_MS = {
  every: 2 * SECOND,
  patience: 15 * SECOND,
  engineFull: { first: 15 * SECOND, longest: 300 * SECOND },
};

const GIB = 1024 ** 3;
/** Free disk below which no new work is claimed. A setting, `BODYMARK_MIN_FREE_BYTES`. */
export const MIN_FREE_BYTES = 2 * GIB;
/** Times MIN_FREE_BYTES: below that, what can be fetched again is given up. */
export const SHORT_DISK_FACTOR = 2;
/** Local copies of objects. A setting, `BODYMARK_CACHE_BYTES`. */
export const CACHE_BYTES = 20 * GIB;
/** Images kept in the engine. A setting, `BODYMARK_IMAGE_BYTES`. */
export const IMAGE_BYTES = 50 * GIB;

/**
 * Between renewals of a lease, in milliseconds. A cancellation is noticed with one, so it also bounds how long a kill
 * takes: 2 s, or less where the lease is short.
 */
export function renewMs(leaseS: number): number {
  return Math.min(2 * SECOND, (leaseS * SECOND) / 5);
}
