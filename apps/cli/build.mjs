// Builds dist/ for the published package: `npm run build -w apps/cli`. In the repository the sources run as they are, but for
// `score`, whose bundle `npm ci` makes (prepare.mjs).
import { rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const BUILD = "apps/cli/build.mjs";
const COMMON = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node22.18",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  logLevel: "warning",
};

/** Bundles the command line with everything it uses, so that it installs without a registry. */
export async function buildCommandLine(outdir = join(here, "dist")) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...COMMON,
    // Programs of threads and child processes are files of their own, found beside the others by their names.
    entryPoints: {
      main: join(here, "src/main.ts"),
      "collector-process": join(root, "evaluator/src/collect/collector-process.ts"),
    },
    outdir,
    splitting: true,
    format: "esm",
    // Optional speed-ups of ssh2, which does without them.
    external: ["cpu-features", "*.node"],
    banner: {
      js: [
        'import { createRequire as requireFrom } from "node:module";',
        'import { dirname as folderOf } from "node:path";',
        'import { fileURLToPath as pathOf } from "node:url";',
        "const require = requireFrom(import.meta.url), __filename = pathOf(import.meta.url), __dirname = folderOf(__filename);",
      ].join(" "),
    },
  });
  await buildScore(outdir);
}

/**
 * Bundles `score` and its threads into one file each. As CommonJS, since every built-in module that an ES module imports has
 * all its exports looked at first, and standard input is opened for it.
 * @returns the files that went into it.
 */
async function buildScore(outdir) {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: {
      score: join(here, "src/score-main.ts"),
      "scoring-worker": join(root, "packages/scoring/src/worker.ts"),
    },
    outdir,
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    metafile: true,
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  return Object.keys(metafile.inputs);
}

/** Bundles `score` for the repository, with the size and time of each file it is made of: bin/bodymark.mjs asks for them. */
export async function buildOwnScore() {
  const outdir = join(here, "dist");
  const stamp = join(outdir, "inputs.json");
  rmSync(stamp, { force: true });
  const startedMs = Date.now();
  const made = await buildScore(outdir);
  // Of what is installed, npm's own record tells a change.
  const files = [...made.filter((file) => !file.includes("node_modules/")), "node_modules/.package-lock.json", BUILD];
  const inputs = files.map((file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    return [relative(join(here, "bin"), join(root, file)), size, mtimeMs];
  });
  // One that was being written meanwhile may have been read before.
  if (inputs.every(([, , mtimeMs]) => mtimeMs < startedMs)) writeFileSync(stamp, JSON.stringify(inputs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCommandLine(process.argv[2]);
