#!/usr/bin/env node
// Runs the command line on a Node that reads TypeScript; an older one hands over to the Node that the project brings.
import module, { createRequire } from "node:module";

// Required, since importing a built-in module looks at all its exports, which makes its streams, too: 5 ms.
const require = createRequire(import.meta.url);
const { existsSync, readFileSync, statSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { fileURLToPath } = require("node:url");

const program = fileURLToPath(import.meta.url);
const here = dirname(program);
const inRepository = existsSync(join(here, "../src/main.ts"));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// Compiled code is kept between runs: a cold start of `score` takes 0.17 s less. An older Node or a folder that cannot be
// written goes without.
module.enableCompileCache?.(join(here, "../.cache"));

if (major < 22 || (major === 22 && minor < 18)) {
  const { runOnNewerNode } = await import("./newer-node.mjs");
  process.exit(runOnNewerNode(program));
} else if (process.argv[2] === "score" && (!inRepository || isFresh())) {
  // One file instead of a hundred: 60 ms of processor time, a quarter of what a small case takes.
  require("../dist/score.cjs");
} else {
  await import(inRepository ? "../src/main.ts" : "../dist/main.js");
}

/** Whether every file that the bundle was made of is the very one that it was made of. */
function isFresh() {
  try {
    const inputs = JSON.parse(readFileSync(join(here, "../dist/inputs.json"), "utf8"));
    return inputs.every(([path, size, mtimeMs]) => {
      const file = statSync(`${here}/${path}`);
      return file.size === size && file.mtimeMs === mtimeMs;
    });
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
