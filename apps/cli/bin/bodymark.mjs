#!/usr/bin/env node
// Runs the command line on a Node that reads TypeScript; an older one hands over to the Node that the project brings.
import { existsSync, readFileSync, statSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../src/main.ts");
const bundle = join(here, "../dist");
const inRepository = existsSync(source);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// Compiled code is kept between runs: a cold start of `score` takes 0.17 s less. An older Node or a folder that cannot be
// written goes without.
module.enableCompileCache?.(join(here, "../.cache"));

if (major < 22 || (major === 22 && minor < 18)) {
  const { runOnNewerNode } = await import("./newer-node.mjs");
  process.exit(runOnNewerNode(fileURLToPath(import.meta.url)));
} else if (process.argv[2] === "score" && (inRepository ? isFresh() : true)) {
  // One file instead of a hundred: 60 ms of processor time, a quarter of what a small case takes.
  createRequire(import.meta.url)("../dist/score.cjs");
} else {
  await import(inRepository ? source : join(bundle, "main.js"));
}

/** Whether every file that the bundle was made of is the very one that it was made of. */
function isFresh() {
  try {
    const inputs = JSON.parse(readFileSync(join(bundle, "inputs.json"), "utf8"));
    return inputs.every(([path, size, mtimeMs]) => {
      const file = statSync(join(here, path));
      return file.size === size && file.mtimeMs === mtimeMs;
    });
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
