// Packs the command line as an npm package that needs nothing else: `node apps/cli/pack.mjs bodymark.tgz`. The portal
// serves it, so that `npx --yes <portal>/cli/bodymark.tgz` runs the very code of that portal's evaluators.
import { createHash } from "node:crypto";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { buildCommandLine } from "./build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/** npm's own stand-in for a date, so that the same sources make the same bytes. */
const EPOCH = new Date("1985-10-26T08:15:00Z");

export async function packCommandLine(outFile) {
  const dist = mkdtempSync(join(tmpdir(), "bodymark-cli-"));
  try {
    await buildCommandLine(dist);
    const { name, version, license, type, description } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
    // The repository's own starter is a shell script that knows where the repository's Node is.
    const bin = { bodymark: "bin/bodymark.mjs" };
    const files = [
      { path: "LICENSE", content: readFileSync(join(here, "../../LICENSE")) },
      ...["bodymark.mjs", "newer-node.mjs"].map((file) => ({
        path: `bin/${file}`,
        content: readFileSync(join(here, "bin", file)),
        mode: 0o755,
      })),
      ...readdirSync(dist)
        .sort()
        .map((file) => ({ path: `dist/${file}`, content: readFileSync(join(dist, file)) })),
    ];
    const named = nameByContent(name, files);
    const manifest = { name: named, version, license, type, description, bin, engines: { node: ">=20" } };
    const archive = pack();
    const add = ({ path, content, mode = 0o644 }) =>
      archive.entry({ name: `package/${path}`, mode, mtime: EPOCH, size: content.length }, content);
    add({ path: "package.json", content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) });
    for (const file of files) add(file);
    archive.finalize();
    await mkdir(dirname(resolve(outFile)), { recursive: true });
    await pipeline(archive, createGzip({ level: 9 }), createWriteStream(`${outFile}.part`));
    renameSync(`${outFile}.part`, outFile);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

/**
 * `npx <address>` goes on with what it installed from that address before as long as the package there has the same
 * name, whatever its version or content (libnpmexec of npm 11.19, seen). So the name tells the content.
 */
function nameByContent(name, files) {
  const hash = createHash("sha256");
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0`).update(content);
  return `${name}-${hash.digest("hex").slice(0, 12)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await packCommandLine(process.argv[2] ?? "bodymark.tgz");
