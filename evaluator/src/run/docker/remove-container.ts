import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import { callEngine } from "./call-engine.ts";
import { deepFolder, replaceFolder } from "./replace-folder.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Folders at a container's root that may each need replacing; more than any image has. */
const MAX_REPLACED_FOLDERS = 64;
/** How often, and how long after each other, a busy container is tried again: 5 s. */
const MAX_BUSY = 25;
const BUSY_PAUSE_MS = 200;

/**
 * Removes a container whatever its state, with its anonymous volumes: they would stay without `v`. An engine that fails
 * on a tree of folders deeper than a path can name (seen with btrfs) is helped first.
 */
export async function removeContainer(docker: Docker, nameOrId: string): Promise<void> {
  for (let replaced = 0, busy = 0; ; ) {
    const failure = await tryToRemove(docker, nameOrId);
    if (failure === null) return;
    // Podman's own clean-up after an end still unmounts the container (seen on a loaded machine).
    if (/device or resource busy/i.test(failure) && busy++ < MAX_BUSY) {
      await sleep(BUSY_PAUSE_MS);
      continue;
    }
    const folder = deepFolder(failure);
    if (folder === null || replaced >= MAX_REPLACED_FOLDERS) {
      throw new EngineFault(`the engine failed to remove a container: ${failure}`);
    }
    await replaceFolder(docker, nameOrId, folder);
    replaced++;
  }
}

/** What the engine says of its failure; null when the container is gone, or will be. */
function tryToRemove(docker: Docker, nameOrId: string): Promise<string | null> {
  return callEngine<string | null>(
    "remove a container",
    CALL_LIMIT_MS.remove,
    async () => {
      await docker.getContainer(nameOrId).remove({ v: true, force: true });
      return null;
    },
    // 404: never made, or gone. 409: its removal is under way.
    ({ statusCode, message }) => (statusCode === 404 || statusCode === 409 ? null : message),
  );
}
