import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { isPortFree } from "../process/free-port.ts";
import { whoListens } from "../process/who-listens.ts";
import { StartError } from "../start-error.ts";

const GIB = 2 ** 30;
/** Engine, demo data, images and build together; later starts only need to write on. */
const FIRST_START_BYTES = 6 * GIB;
const LATER_START_BYTES = 0.5 * GIB;

/** The port must be free: the portal would fail much later, and with less to say. */
export async function checkPort(port: number): Promise<void> {
  // Both families: something that listens on one of them only would still get a part of the visitors.
  if ((await isPortFree(port)) && (await isPortFree(port, "127.0.0.1"))) return;
  const listener = whoListens(port);
  const owner = listener ? ` by process ${listener.pid} (${listener.command.slice(0, 120)})` : "";
  const advice =
    port < 1024 && process.getuid?.() !== 0
      ? "Ports below 1024 are root's on many systems."
      : `Stop that program, or choose another port: PORT=${port + 1} npm start`;
  throw new StartError(`Port ${port} is taken${owner}.`, [advice]);
}

export function checkDisk(dataFolder: string): void {
  const first = !existsSync(join(dataFolder, "postgres"));
  const disk = statfsSync(dataFolder);
  const freeBytes = disk.bavail * disk.bsize;
  const neededBytes = first ? FIRST_START_BYTES : LATER_START_BYTES;
  if (freeBytes >= neededBytes) return;
  const gib = (bytes: number) => (bytes / GIB).toFixed(1);
  throw new StartError(
    `The disk is nearly full: ${gib(freeBytes)} GiB free in ${dataFolder}, ${gib(neededBytes)} GiB needed.`,
    ["Free some, or set BODYMARK_DATA to a folder on another disk."],
  );
}

/** Folders that a start writes to must be this account's: an earlier start as root leaves others behind. */
export function checkOwnership(dataFolder: string): void {
  const uid = process.getuid?.();
  if (uid === undefined || uid === 0) return;
  const written = [
    ...["", "postgres", "postgres/password", "logs", "objects", "engine", "secret"].map((name) =>
      join(dataFolder, name),
    ),
    ...["apps/portal/.next", "packages/db/src/generated"].map((name) => join(projectRoot, name)),
  ];
  const foreign = written.filter((path) => existsSync(path) && !isOurs(path, uid));
  if (foreign.length === 0) return;
  throw new StartError(`Another account (root?) owns ${foreign.join(", ")}.`, [
    `Give it to this account: sudo chown -R "$USER" ${foreign.join(" ")}`,
    "or start as that account.",
  ]);
}

function isOurs(path: string, uid: number): boolean {
  if (statSync(path).uid === uid) return true;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
