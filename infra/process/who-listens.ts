import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { commandLineOf } from "./command-line-of.ts";

export interface Listener {
  readonly pid: number;
  readonly command: string;
}

/** Who listens on a TCP port, where the system lets us see it (Linux, own processes or root). */
export function whoListens(port: number): Listener | undefined {
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || !opensOneOf(name, sockets)) continue;
    return { pid: Number(name), command: (commandLineOf(Number(name)) ?? []).join(" ") };
  }
  return undefined;
}

/** Inode numbers of the sockets in state LISTEN (0A) on `port`. */
function listeningSockets(table: string, port: number): string[] {
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  try {
    return readFileSync(table, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === "0A" && local?.endsWith(hexPort))
      .map((fields) => `socket:[${fields[9]}]`);
  } catch {
    return []; // not Linux, or no IPv6
  }
}

function opensOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // another account's process, or it ended
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
