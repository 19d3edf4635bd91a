import { access, realpath } from "node:fs/promises";
import { readElf } from "./read-elf.ts";

/** A program that serves as `sh`, and the loader that it needs, if any. */
export interface Shell {
  readonly path: string;
  readonly loader: string | null;
}

const STATIC_CANDIDATES = ["/bin/busybox", "/usr/bin/busybox", "/bin/busybox.static"];

/** A static busybox where this machine has one (it needs no libraries); else this machine's own `sh`. */
export async function findShell(): Promise<Shell> {
  for (const path of STATIC_CANDIDATES) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there && (await readElf(path)).interpreter === null) return { path: await realpath(path), loader: null };
  }
  const path = await realpath("/bin/sh");
  return { path, loader: (await readElf(path)).interpreter };
}
