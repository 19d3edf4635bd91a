// Builds dist/ for the published package: `npm run build -w apps/cli`. In the repository the sources run as they are.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Bundles the command line with everything it uses, so that it installs without a registry. */
export async function buildCommandLine(outdir = join(here, "dist")) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    // Programs of threads and child processes are files of their own, found beside the others by their names.
    entryPoints: {
      main: join(here, "src/main.ts"),
      "scoring-worker": join(here, "../../packages/scoring/src/worker.ts"),
      "collector-process": join(here, "../../evaluator/src/collect/collector-process.ts"),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "linked",
    // Optional speed-ups of ssh2, which does without them.
    external: ["cpu-features", "*.node"],
    logLevel: "warning",
    banner: {
      js: [
        'import { createRequire as requireFrom } from "node:module";',
        'import { dirname as folderOf } from "node:path";',
        'import { fileURLToPath as pathOf } from "node:url";',
        "const require = requireFrom(import.meta.url), __filename = pathOf(import.meta.url), __dirname = folderOf(__filename);",
      ].join(" "),
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCommandLine(process.argv[2]);
