import { RunFailure } from "@bodymark/contracts";
import type Docker from "dockerode";
import type { CaseRequest } from "../executor.ts";
import { diskIsFull } from "./disk-is-full.ts";
import { saysGpuMemoryRanOut } from "./gpu-memory-message.ts";
import { logTail } from "./log-tail.ts";

const DISK_FULL = /no space left on device|disk quota exceeded|ENOSPC|EDQUOT/i;
/** What the init process prints when it cannot start the command: tini with Docker, catatonit with Podman. */
const INIT_FAILED = /\[FATAL tini \(\d+\)\] exec |ERROR \(catatonit:\d+\): failed to exec /;
/** What it ends with then: catatonit with 1, tini as a shell would. */
const INIT_FAILED_CODES = new Set([1, 126, 127]);

/** How a run ended, before anyone says what that means. */
export interface EndedRun {
  exitCode: number;
  elapsedMs: number;
  endedAtMs: number;
  clockAdjusted: boolean;
  timedOut: boolean;
  /** A process of the container was killed for memory, be it only a child. */
  outOfMemory: boolean;
  cpuMs: number | null;
  peakMemoryBytes: number | null;
}

/**
 * What the end of a run means, from the engine's word first and the log's last lines where that says too little; null
 * when the command ended well. The log is the participant's to write, but all it can win is another failure code.
 */
export async function classifyEnd(
  docker: Docker,
  container: Docker.Container,
  request: CaseRequest,
  ended: EndedRun,
): Promise<RunFailure | null> {
  if (ended.timedOut) return new RunFailure("timeout", "run", "The case was still running at the time limit.");
  if (ended.outOfMemory)
    return new RunFailure("out-of-memory", "run", "A process was killed for using too much memory.");
  if (ended.exitCode === 0) return null;
  const log = await logTail(container);
  if (request.gpus.length > 0 && saysGpuMemoryRanOut(log)) {
    return new RunFailure("gpu-out-of-memory", "run", "The command ran out of GPU memory.");
  }
  if ((await diskIsFull(docker, container, request)) || DISK_FULL.test(log)) {
    return new RunFailure("disk-limit", "run", "The container filled the disk space it is allowed.");
  }
  if (INIT_FAILED_CODES.has(ended.exitCode) && INIT_FAILED.test(log)) {
    return new RunFailure("start-failed", "start", "The image's command could not be started.");
  }
  return new RunFailure("nonzero-exit", "run", `The command ended with exit code ${ended.exitCode}.`);
}
