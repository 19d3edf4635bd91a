import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { SYSTEM_PATH } from "./install-packages.ts";

export const REMAP_USER = "bodymark-remap";
const IDS = 65_536;
/** Above what distributions hand out to accounts (100000 upwards, 65536 each) and to login sessions. */
const FIRST = 500_000;

/** Whether this kernel lets the engine map root inside a container to nobody in particular outside. */
export function hasUserNamespaces(): boolean {
  if (!existsSync("/proc/self/ns/user")) return false;
  const limit = "/proc/sys/user/max_user_namespaces";
  return !existsSync(limit) || Number(readFileSync(limit, "utf8")) > 0;
}

/** Makes the account whose subordinate ids containers run as, with a range that nobody else has. */
export function ensureRemapUser(): void {
  if (!hasLine("/etc/passwd", REMAP_USER)) {
    const flags = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", REMAP_USER];
    execFileSync("useradd", flags, { stdio: "pipe", env: { ...process.env, PATH: SYSTEM_PATH } });
  }
  // The engine wants the same account in both files; one start serves both.
  const start = Math.max(firstFree("/etc/subuid", "/etc/passwd"), firstFree("/etc/subgid", "/etc/group"));
  for (const file of ["/etc/subuid", "/etc/subgid"]) {
    if (!hasLine(file, REMAP_USER)) appendFileSync(file, `${REMAP_USER}:${start}:${IDS}\n`);
  }
}

/** The lowest multiple of 65536-sized steps from FIRST that clashes with no range in `ranges` and no account's id. */
function firstFree(ranges: string, accounts: string): number {
  const taken = [
    ...lines(ranges).map(([, start, count]) => [Number(start), Number(start) + Number(count)] as const),
    ...lines(accounts).map(([, , id]) => [Number(id), Number(id) + 1] as const),
  ];
  let start = FIRST;
  while (taken.some(([from, to]) => from < start + IDS && start < to)) start += IDS;
  return start;
}

function lines(file: string): string[][] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line) => line.split(":"));
}

function hasLine(file: string, name: string): boolean {
  return lines(file).some(([first]) => first === name);
}
