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
    // Quotas are switched on by the first container with a size limit; until then there is nothing to clear.
    if (!/quotas? not enabled/.test(String((error as { stderr?: string }).stderr))) throw error;
  }
}
