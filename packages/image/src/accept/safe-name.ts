import { invalidArchive } from "./refuse.ts";

/** An entry's name without `./` and a trailing slash. Throws for absolute names and such that leave the archive. */
export function safeName(raw: string): string {
  if (raw.includes("\0")) throw invalidArchive("The archive holds a file name with a zero byte.");
  const parts = raw
    .replace(/^\.\/+/, "")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (raw.startsWith("/") || parts.includes("..")) {
    throw invalidArchive(
      `The archive holds “${raw.slice(0, 100)}”, a name that leads out of it. Make it with \`docker save\`.`,
    );
  }
  return parts.join("/");
}

/** Where a link inside the archive leads; throws when that is outside. */
export function linkTarget(name: string, target: string, fromRoot: boolean): string {
  const base = fromRoot ? [] : name.split("/").slice(0, -1);
  if (target.startsWith("/")) throw invalidArchive(`The archive holds the link “${name}” that leads out of it.`);
  for (const part of target.split("/")) {
    if (part === "..") {
      if (base.length === 0) throw invalidArchive(`The archive holds the link “${name}” that leads out of it.`);
      base.pop();
    } else if (part !== "" && part !== ".") {
      base.push(part);
    }
  }
  return base.join("/");
}
