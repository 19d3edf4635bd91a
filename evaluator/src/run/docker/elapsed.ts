/** How much sooner the engine may see the end than the host does: the answer to `wait` comes after its clean-up. */
const SLACK_MS = 2000;
const SLACK_SHARE = 0.02;
/** A process of a millisecond can end before the engine has written down that it began (−1 ms seen with 20.10). */
const EARLY_MS = 20;

/** Milliseconds between two instants of the engine (RFC 3339, nanoseconds). */
export function engineElapsedMs(startedAt: string, finishedAt: string): number {
  return nanoseconds(finishedAt, startedAt) / 1e6;
}

/** The host's monotonic view of a run, in milliseconds: from the start call's answer, and from the call itself. */
export interface HostView {
  atLeastMs: number;
  atMostMs: number;
}

/**
 * The run's time. The engine's own instants count; where its wall clock was set meanwhile, they contradict the host's
 * monotonic clock, and that one counts instead.
 */
export function elapsedTime(
  startedAt: string,
  finishedAt: string,
  host: HostView,
): { elapsedMs: number; clockAdjusted: boolean } {
  const engineMs = engineElapsedMs(startedAt, finishedAt);
  const least = host.atLeastMs * (1 - SLACK_SHARE) - SLACK_MS;
  const plausible = engineMs >= -EARLY_MS && engineMs >= least && engineMs <= host.atMostMs + 5;
  return plausible
    ? { elapsedMs: Math.max(0, engineMs), clockAdjusted: false }
    : { elapsedMs: host.atLeastMs, clockAdjusted: true };
}

function nanoseconds(later: string, earlier: string): number {
  const seconds = Date.parse(`${later.slice(0, 19)}Z`) - Date.parse(`${earlier.slice(0, 19)}Z`);
  return seconds * 1e6 + (fraction(later) - fraction(earlier));
}

function fraction(instant: string): number {
  const digits = /\.(\d+)/.exec(instant)?.[1] ?? "";
  return Number(digits.padEnd(9, "0").slice(0, 9));
}
