import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The shared libraries that a program or library loads on this machine, with their paths, found by asking the dynamic
 * loader itself (what `ldd` does). The loader is not among them.
 */
export async function findSharedLibraries(loader: string, path: string): Promise<Map<string, string>> {
  const { stdout } = await run(loader, ["--list", path]);
  const found = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const missing = /^\s*(\S+) => not found/.exec(line);
    if (missing) throw new Error(`${path} needs ${missing[1]}, which this machine does not have`);
    const [, name, file] = /^\s*(\S+) => (\/\S+) \(0x/.exec(line) ?? [];
    if (name !== undefined && file !== undefined && !name.startsWith("/")) found.set(name, file);
  }
  return found;
}
