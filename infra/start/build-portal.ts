import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { runNode } from "../process/run-node.ts";

const PORTAL = join(projectRoot, "apps/portal");
const BUILD = join(PORTAL, ".next");
const STAMP = join(BUILD, "built-from");
/** What the build reads. The packages are compiled into it. */
const SOURCES = ["apps/portal", "packages", "prisma/schema.prisma", "package-lock.json", "tsconfig.json"];
const SKIPPED = new Set(["node_modules", ".next", "generated", "test", "dist"]);

/** Builds the portal unless there is a build of these very sources. About 30 s on two cores; answers whether it built. */
export async function buildPortal(logFile: string, signal?: AbortSignal): Promise<boolean> {
  const source = hashOf(SOURCES.map((path) => join(projectRoot, path)));
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === source) return false;
  rmSync(STAMP, { force: true });
  await runNode({
    what: "building the portal",
    args: [join(projectRoot, "node_modules/next/dist/bin/next"), "build"],
    cwd: PORTAL,
    logFile,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    ...(signal ? { signal } : {}),
  });
  writeFileSync(STAMP, source);
  return true;
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.flatMap(filesBelow)) {
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
