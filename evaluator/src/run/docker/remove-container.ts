import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Removes a container whatever its state, with its anonymous volumes: they would stay without `v`. */
export async function removeContainer(docker: Docker, nameOrId: string): Promise<void> {
  await callEngine(
    "remove a container",
    CALL_LIMIT_MS.remove,
    () => docker.getContainer(nameOrId).remove({ v: true, force: true }),
    (answer) => {
      // 404: never made, or gone. 409: its removal is under way.
      if (answer.statusCode !== 404 && answer.statusCode !== 409) {
        throw new EngineFault(`the engine failed to remove a container: ${answer.message}`);
      }
    },
  );
}
