import { execFile } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { EngineFault } from "../engine-fault.ts";

const run = promisify(execFile);
const LIMIT = { timeout: 60_000 };
/** Files that one run may make. A label map needs one; scripts that unpack something need some thousands. */
const MOST_INODES = 65_536;
/** An inode takes 256 bytes: no more than one for each 16 KiB. */
const BYTES_PER_INODE = 16_384;

/** An ext4 image on a loop device: the one way of limiting bytes and inodes that every engine on Linux takes. */
export interface LoopImage {
  file: string;
  device: string;
}

/** Makes an image of `sizeBytes` (sparse) in `folder` and attaches it; needs root and util-linux, e2fsprogs. */
export async function attachLoopImage(folder: string, name: string, sizeBytes: number): Promise<LoopImage> {
  const file = join(folder, `${name}.ext4`);
  try {
    const inodes = Math.min(MOST_INODES, Math.floor(sizeBytes / BYTES_PER_INODE));
    const handle = await open(file, "wx", 0o600);
    await handle.truncate(Math.ceil(sizeBytes / 4096) * 4096);
    await handle.close();
    const options = [
      "-q",
      "-F",
      "-m",
      "0",
      "-N",
      String(inodes),
      "-O",
      "^has_journal",
      "-E",
      "lazy_itable_init=1,nodiscard",
    ];
    await run("mkfs.ext4", [...options, file], LIMIT);
    // Outputs start empty, and there is nothing that a check of the file system would ever put there.
    await run("debugfs", ["-w", "-R", "rmdir lost+found", file], LIMIT);
    const { stdout } = await run("losetup", ["--find", "--show", file], LIMIT);
    return { file, device: stdout.trim() };
  } catch (error) {
    await rm(file, { force: true });
    throw new EngineFault("an ext4 image for the outputs could not be made", { cause: error });
  }
}

export async function detachLoopImage({ file, device }: LoopImage): Promise<void> {
  await run("losetup", ["--detach", device], LIMIT).catch(() => undefined); // Detached already, after a restart.
  await rm(file, { force: true });
}

/** Whether this process may make loop images at all. */
export async function loopImagesWork(folder: string): Promise<boolean> {
  try {
    await detachLoopImage(await attachLoopImage(folder, `bodymark-try-${process.pid}-${Date.now()}`, 16 * 1024 ** 2));
    return true;
  } catch {
    return false;
  }
}
