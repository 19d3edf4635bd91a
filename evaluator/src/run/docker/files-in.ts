import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import { callEngine } from "./call-engine.ts";
import { removeContainer } from "./remove-container.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Which of these paths are in an image as files or links: asked of a container that never starts. */
export async function filesIn(
  docker: Docker,
  labels: Readonly<Record<string, string>>,
  imageId: string,
  paths: readonly string[],
): Promise<Set<string>> {
  const name = `bodymark-look-${randomBytes(8).toString("hex")}`;
  const found = new Set<string>();
  try {
    const container = await callEngine("create a container", CALL_LIMIT_MS.create, (abortSignal) =>
      // A command, since the image may have none; it is never run.
      docker.createContainer({
        name,
        Image: imageId,
        Cmd: ["none"],
        Labels: { ...labels },
        NetworkDisabled: true,
        abortSignal,
      }),
    );
    for (const path of paths) {
      const there = await callEngine<boolean>(
        "look for a file",
        CALL_LIMIT_MS.ask,
        async (abortSignal) => {
          const answer: Readable = await container.infoArchive({ path, abortSignal });
          answer.resume(); // Empty, but its connection is only free once it is read.
          return true;
        },
        (answer) => {
          if (answer.statusCode === 404 || answer.statusCode === 400) return false;
          throw new EngineFault(`the engine failed to look for a file: ${answer.message}`);
        },
      );
      if (there) found.add(path);
    }
    return found;
  } finally {
    await removeContainer(docker, name);
  }
}
