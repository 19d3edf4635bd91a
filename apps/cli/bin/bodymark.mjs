#!/usr/bin/env node
// Runs the command line on a Node that reads TypeScript; an older one hands over to the Node that the project brings.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../src/main.ts");
const program = existsSync(source) ? source : join(here, "../dist/main.js");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// Compiled code is kept between runs: a cold start of `score` takes 0.17 s less. An older Node or a folder that cannot be
// written goes without.
module.enableCompileCache?.(join(here, "../.cache"));

if (major > 22 || (major === 22 && minor >= 18)) {
  await import(program);
} else {
  process.exit(runOnNewerNode());
}

/** On the project's own Node, else on one that npm fetches once and keeps. */
function runOnNewerNode() {
  const rest = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  try {
    const own = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node");
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
