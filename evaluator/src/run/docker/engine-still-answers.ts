import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/**
 * Whether the engine takes a new call. One that shuts down stops its containers, which then look killed by their own
 * doing; it refuses new connections first (seen with 20.10).
 */
export async function engineStillAnswers(docker: Docker): Promise<boolean> {
  try {
    await callEngine("answer", CALL_LIMIT_MS.ask, () => docker.ping());
    return true;
  } catch {
    return false;
  }
}
