import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Runs the program on the project's own Node, else on one that npm fetches once and keeps. @returns its exit code. */
export function runOnNewerNode(program) {
  const rest = [program, ...process.argv.slice(2)];
  try {
    const own = join(dirname(createRequire(program).resolve("node/package.json")), "bin/node");
    return spawnSync(own, rest, { stdio: "inherit" }).status ?? 1;
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
  }
  const windows = process.platform === "win32";
  const args = ["exec", "--yes", "--package=node@24", "--", "node", ...rest];
  const run = spawnSync(windows ? "npm.cmd" : "npm", args, { stdio: "inherit", shell: windows });
  if (run.error) console.error(`bodymark needs Node.js 22.18 or newer; this is ${process.version}.`);
  return run.status ?? 1;
}
