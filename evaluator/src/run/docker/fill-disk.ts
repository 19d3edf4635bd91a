import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** What came of putting files into a container: they fitted, or the file system's own word for a limit. */
export type FillResult = "fits" | "quota" | "no-space";

/**
 * One piece; less than the 256 KiB that the engine's HTTP server still takes after an error. With more it closes the
 * connection on us, and whether its answer or the broken pipe is seen first is luck (1 of 5 times the pipe).
 */
const PIECE_BYTES = 200 * 1024;

/** Puts `bytes` of random data into the folder `path` of a container, until something does not fit. */
export async function fillDisk(container: Docker.Container, path: string, bytes: number): Promise<FillResult> {
  const name = `.bodymark-${randomBytes(6).toString("hex")}`;
  for (let put = 0; put < bytes; put += PIECE_BYTES) {
    const archive = pack();
    archive.entry({ name: `${name}-${put}` }, randomBytes(Math.min(PIECE_BYTES, bytes - put)));
    archive.finalize();
    const file = Readable.from(archive, { objectMode: false });
    const result = await callEngine<FillResult>(
      "put a file into a container",
      CALL_LIMIT_MS.put,
      async (abortSignal) => {
        await container.putArchive(file, { path, abortSignal });
        return "fits";
      },
      ({ message }) => {
        if (/disk quota exceeded/i.test(message)) return "quota";
        return /no space left on device/i.test(message) ? "no-space" : "fits";
      },
    );
    if (result !== "fits") return result;
  }
  return "fits";
}
