import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { shortNameOf } from "../data-folder.ts";

/** Where the private engine of a data folder keeps what lasts and what does not. */
export interface EnginePaths {
  /** Image of the disk, pid and state: in the data folder. */
  readonly folder: string;
  readonly diskImage: string;
  readonly stateFile: string;
  readonly pidFile: string;
  /** Sockets and mount points: a short path, since socket paths end at 107 bytes. */
  readonly runFolder: string;
  readonly socket: string;
  readonly mountPoint: string;
  readonly host: string;
}

export function enginePaths(dataFolder: string): EnginePaths {
  const folder = join(dataFolder, "engine");
  const runFolder = join(isWritable("/run") ? "/run" : "/var/tmp", `bodymark-${shortNameOf(dataFolder)}`);
  const socket = join(runFolder, "docker.sock");
  return {
    folder,
    diskImage: join(folder, "disk.img"),
    stateFile: join(folder, "state.json"),
    pidFile: join(folder, "dockerd.pid"),
    runFolder,
    socket,
    mountPoint: join(runFolder, "data"),
    host: `unix://${socket}`,
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
