// Builds dist/ for the published package: `npm run build -w apps/cli`. In the repository the sources run as they are.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = process.argv[2] ?? join(here, "dist");
rmSync(outdir, { recursive: true, force: true });
await build({
  // The scoring threads' program is a file of its own, found beside the others by its name.
  entryPoints: {
    main: join(here, "src/main.ts"),
    "scoring-worker": join(here, "../../packages/scoring/src/worker.ts"),
  },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.18",
  legalComments: "linked",
  // Parts that are installed with the package; what is small and needed at every start is bundled.
  external: ["dockerode", "tar-stream", "tus-js-client", "csv-parse", "csv-parse/*"],
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
});
