import { execFileSync } from "node:child_process";
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, renameSync, rmSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { StartError } from "../start-error.ts";
import { findProgram, SYSTEM_PATH } from "./install-packages.ts";

const GIB = 2 ** 30;
const SMALLEST_BYTES = 4 * GIB;
const LARGEST_BYTES = 256 * GIB;
/** Share of the free disk that images and containers may fill; the file is sparse and grows only with use. */
const SHARE = 0.6;

/** Why a disk image cannot be mounted here, or `undefined` if nothing speaks against it. */
export function whyNoDiskImage(): string | undefined {
  if (!findProgram("mkfs.btrfs")) return "mkfs.btrfs is not installed (package btrfs-progs)";
  if (!existsSync("/dev/loop-control")) return "there are no loop devices here (/dev/loop-control)";
  if (!knowsBtrfs()) {
    try {
      execFileSync("modprobe", ["btrfs"], { stdio: "ignore", env: { ...process.env, PATH: SYSTEM_PATH } });
    } catch {
      // Asked again below.
    }
  }
  return knowsBtrfs() ? undefined : "the kernel has no btrfs";
}

/** Makes the sparse btrfs image unless it is there. On btrfs the engine holds containers to a hard size. */
export function ensureDiskImage(image: string): void {
  if (existsSync(image)) return;
  const disk = statfsSync(dirname(image));
  const freeBytes = disk.bavail * disk.bsize;
  const sizeBytes = Math.min(LARGEST_BYTES, Math.floor(freeBytes * SHARE));
  if (sizeBytes < SMALLEST_BYTES) {
    throw new StartError(
      `Too little disk for the engine: ${(freeBytes / GIB).toFixed(1)} GiB free in ${dirname(image)}, 7 GiB needed.`,
      ["Free some, or set BODYMARK_DATA to a folder on another disk."],
    );
  }
  const unfinished = `${image}.new`;
  rmSync(unfinished, { force: true });
  const file = openSync(unfinished, "w", 0o600);
  ftruncateSync(file, sizeBytes);
  closeSync(file);
  execFileSync("mkfs.btrfs", ["-q", unfinished], { stdio: "pipe", env: { ...process.env, PATH: SYSTEM_PATH } });
  renameSync(unfinished, image);
}

function knowsBtrfs(): boolean {
  return /\bbtrfs$/m.test(readFileSync("/proc/filesystems", "utf8"));
}
