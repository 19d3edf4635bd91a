import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { runNode } from "../process/run-node.ts";
import { hashSources } from "./hash-sources.ts";

/** What is bundled. */
const SOURCES = ["apps/cli", "packages", "evaluator/src", "package-lock.json"];

/**
 * Makes the npm package of the command line that the portal serves, unless it is there for these very sources; about
 * 1 s. Answers its path.
 */
export async function packCommandLine(dataFolder: string, logFile: string, signal?: AbortSignal): Promise<string> {
  const file = join(dataFolder, "cli", "bodymark.tgz");
  const stamp = `${file}.built-from`;
  const source = hashSources(SOURCES);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, "utf8") === source) return file;
  await runNode({
    what: "packing the command line",
    args: [join(projectRoot, "apps/cli/pack.mjs"), file],
    cwd: projectRoot,
    logFile,
    ...(signal ? { signal } : {}),
  });
  writeFileSync(stamp, source);
  return file;
}
