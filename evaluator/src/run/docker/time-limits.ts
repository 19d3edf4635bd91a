const SECOND = 1000;

/** How long each call to the engine may take, in milliseconds. No call is without a limit: an engine can hang. */
export const CALL_LIMIT_MS = {
  ask: 15 * SECOND,
  create: 60 * SECOND,
  put: 300 * SECOND,
  start: 60 * SECOND,
  kill: 15 * SECOND,
  get: 300 * SECOND,
  remove: 120 * SECOND,
  load: 3600 * SECOND,
};

/** Between SIGTERM and SIGKILL at a case's time limit. */
export const TERM_GRACE_MS = 2 * SECOND;
/** For `wait` to answer after SIGKILL, before the engine counts as stuck. */
export const KILL_GRACE_MS = 30 * SECOND;
/** Between looks whether the engine and the container are still there. */
export const LOST_CHECK_MS = 2 * SECOND;
/** For `wait` to answer once the container is seen to have ended. */
export const LOST_GRACE_MS = 5 * SECOND;
