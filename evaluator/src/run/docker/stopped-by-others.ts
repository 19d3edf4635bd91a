import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

const SIGTERM = 15;
const SIGKILL = 9;

/**
 * Whether somebody else than we had the engine stop the container: an engine that shuts down does so, answers `wait`
 * with the exit code of that, and goes on answering for a while (seen with 20.10: exit code 143 like any other). Its
 * events tell: each signal that it sends is one.
 *
 * @param startedAt the engine's own instants, RFC 3339
 */
export async function stoppedByOthers(
  docker: Docker,
  containerId: string,
  startedAt: string,
  finishedAt: string,
  exitCode: number,
): Promise<boolean> {
  // The engine writes a signal's event down after sending it, and a process can die sooner than that. Where the exit
  // code is that of a signal, wait for it; other runs do not pay for that.
  const graceS = exitCode === 128 + SIGTERM || exitCode === 128 + SIGKILL ? 1 : 0;
  const events = await callEngine("list its events", CALL_LIMIT_MS.ask, async () => {
    const stream = await docker.getEvents({
      // A run of a millisecond can have ended before it began, by the engine's books.
      since: unixTime(startedAt) - 1,
      until: unixTime(finishedAt) + graceS,
      filters: JSON.stringify({ container: [containerId], event: ["kill"] }),
    });
    return await text(stream);
  });
  return events.trim() !== "";
}

/** Seconds since 1970, to the microsecond. */
function unixTime(instant: string): number {
  const seconds = Math.floor(Date.parse(`${instant.slice(0, 19)}Z`) / 1000);
  const microseconds = (/\.(\d+)/.exec(instant)?.[1] ?? "").padEnd(6, "0").slice(0, 6);
  return seconds + Number(microseconds) / 1e6;
}
