import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { enginePaths } from "./engine-paths.ts";
import { readEngineState } from "./engine-state.ts";
import { SYSTEM_PATH } from "./install-packages.ts";

/**
 * Removes the quota groups of containers that are gone. The engine tries to and fails while the subvolume is still
 * being deleted; thousands of them would slow every write.
 */
export async function clearQuotaGroups(dataFolder: string): Promise<void> {
  const paths = enginePaths(dataFolder);
  const state = readEngineState(paths);
  if (state?.sandbox.storage !== "btrfs") return;
  const command = ["btrfs", "qgroup", "clear-stale", paths.mountPoint];
  try {
    await promisify(execFile)("nsenter", ["--target", String(state.pid), "--mount", "--", ...command], {
      env: { PATH: SYSTEM_PATH },
    });
  } catch (error) {
    // "Busy" is a group whose subvolume the kernel is still deleting (up to half a minute): the next round gets it.
    const lines = String((error as { stderr?: string }).stderr)
      .trim()
      .split("\n");
    if (!lines.every((line) => /resource busy|quotas? not enabled/.test(line))) throw error;
  }
}
