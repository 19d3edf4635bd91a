import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { runNode } from "../process/run-node.ts";
import { hashSources } from "./hash-sources.ts";

const PORTAL = join(projectRoot, "apps/portal");
const BUILD = join(PORTAL, ".next");
const STAMP = join(BUILD, "built-from");
/** What the build reads. The packages are compiled into it. */
const SOURCES = ["apps/portal", "packages", "prisma/schema.prisma", "package-lock.json", "tsconfig.json"];

/** Builds the portal unless there is a build of these very sources. About 30 s on two cores; answers whether it built. */
export async function buildPortal(logFile: string, signal?: AbortSignal): Promise<boolean> {
  const source = hashSources(SOURCES);
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
