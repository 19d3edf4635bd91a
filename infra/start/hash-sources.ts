import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../data-folder.ts";

const SKIPPED = new Set(["node_modules", ".next", ".cache", "generated", "test", "dist"]);

/** One hash over all files below these paths of the project, and over the Node that builds from them. */
export function hashSources(paths: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.map((one) => join(projectRoot, one)).flatMap(filesBelow)) {
    hash.update(relative(projectRoot, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSyncOrFile(path);
  if (!entries) return [path];
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isFile()) && !SKIPPED.has(entry.name))
    .map((entry) => ({ directory: entry.isDirectory(), path: join(path, entry.name) }))
    .filter(({ path: file }) => !file.endsWith("next-env.d.ts") && !file.endsWith(".tsbuildinfo"))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ directory, path: file }) => (directory ? filesBelow(file) : [file]));
}

function readdirSyncOrFile(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}
