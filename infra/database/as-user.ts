import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartError } from "../start-error.ts";

/** PostgreSQL refuses to run as root; `nobody` owns nothing else. */
const NOBODY = 65534;

/** How a program of the database is started, and where it sees the database's folder. */
export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Wraps commands that work in the database's folder so that they run with as few rights as PostgreSQL asks for. */
export interface DatabaseUser {
  /** The folder as the wrapped command sees it. */
  readonly folder: string;
  /** Whom the data belongs to; unset where that is this account. */
  readonly uid?: number;
  wrap(command: string, args: readonly string[]): Invocation;
}

/**
 * As an ordinary user: no change. As root: as `nobody`; and below a folder that only root may enter (`/root`), in a
 * private mount namespace where the database's folder is bound to a place that anyone can reach.
 */
export function databaseUser(folder: string): DatabaseUser {
  if (process.getuid?.() !== 0) return { folder, wrap: (command, args) => ({ command, args }) };
  const cluster = join(folder, "cluster");
  // Data that an ordinary account made stays that account's, also when root starts it.
  const uid = existsSync(cluster) ? statSync(cluster).uid || NOBODY : NOBODY;
  if (reachableByOthers(folder)) {
    return { folder, uid, wrap: (command, args) => ({ command, args, uid, gid: uid }) };
  }
  if (process.platform !== "linux") {
    throw new StartError(`The database cannot run as root below ${folder}.`, ["Start Bodymark as an ordinary user."]);
  }
  // /mnt is there on every Linux; the tmpfs over it is seen by nobody else.
  const inside = "/mnt/postgres";
  const script = [
    "mount -t tmpfs -o mode=755 tmpfs /mnt",
    `mkdir ${inside}`,
    `mount --bind "$1" ${inside}`,
    "shift",
    `cd ${inside}`,
    `exec setpriv --reuid ${uid} --regid ${uid} --clear-groups "$@"`,
  ].join(" && ");
  return {
    folder: inside,
    uid,
    wrap: (command, args) => ({
      command: "unshare",
      args: ["--mount", "--propagation", "private", "sh", "-c", script, "sh", folder, command, ...args],
    }),
  };
}

function reachableByOthers(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
