import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

const LINES = 40;
const BYTES = 64 * 1024;

/** The last lines of a container's log, for telling failures apart; it never leaves the evaluator. */
export async function logTail(container: Docker.Container): Promise<string> {
  return await callEngine(
    "read the log",
    CALL_LIMIT_MS.ask,
    async (abortSignal) => {
      const log = await container.logs({ stdout: true, stderr: true, tail: LINES, follow: false, abortSignal });
      return log.subarray(-BYTES).toString("latin1");
    },
    () => "",
  );
}
