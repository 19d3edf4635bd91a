import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** As much as the engine's own log file may hold (`container-options.ts`). */
const MAX_BYTES = 1024 ** 2;
/** Before each piece the engine says which stream it is of (1 byte, 3 unused) and its length (4, big-endian). */
const FRAME_BYTES = 8;

/** What an ended container printed, both streams in order; the last MAX_BYTES, since the end says why. */
export async function readLog(container: Docker.Container): Promise<Uint8Array> {
  return await callEngine(
    "read the log",
    CALL_LIMIT_MS.get,
    async (abortSignal) =>
      withoutFrames(await container.logs({ stdout: true, stderr: true, follow: false, abortSignal })).subarray(
        -MAX_BYTES,
      ),
    () => Buffer.alloc(0), // A log that the engine has lost is no reason to lose the run.
  );
}

/** The text in the engine's multiplexed stream; a last frame that is cut short counts as far as it goes. */
export function withoutFrames(stream: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + FRAME_BYTES <= stream.length; ) {
    const end = at + FRAME_BYTES + stream.readUInt32BE(at + 4);
    pieces.push(stream.subarray(at + FRAME_BYTES, end));
    at = end;
  }
  return Buffer.concat(pieces);
}
