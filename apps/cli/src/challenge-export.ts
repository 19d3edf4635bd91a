import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeCasesCsv, writeChallenge } from "@bodymark/challenge-file";
import { UsageError } from "@bodymark/contracts";
import { definitionSchema } from "./challenge-shapes.ts";
import { writeSeen } from "./challenge-state.ts";
import { readEnvironment } from "./environment.ts";
import { hashFile } from "./inspect-archive.ts";
import { openPlatform, type PlatformClient } from "./platform-client.ts";
import { PlatformError } from "./platform-error.ts";
import { showProgress } from "./progress.ts";

/** Writes a challenge as files. Files that are there with the right content are kept, so a broken-off export goes on. */
export async function runExport(slug: string, dir: string, options: { url?: string; cases: boolean }): Promise<void> {
  const environment = readEnvironment();
  const platform = openPlatform(options.url ?? environment.url, environment.apiKey);
  const { document } = await platform.get(`/challenges/${encodeURIComponent(slug)}/definition`, definitionSchema);
  await refuseForeignFolder(dir);
  const { cases = [], ...rest } = document;
  const files = writeChallenge(options.cases ? document : rest);
  if (options.cases && cases.length > 0) files["cases/cases.csv"] = writeCasesCsv(cases);
  for (const { name, sha256 } of document.pictures)
    await fetchFile(platform, `/challenges/${slug}/pictures/${name}`, join(dir, "pictures", name), sha256);
  const progress = showProgress(cases.length);
  for (const [i, item] of (options.cases ? cases : []).entries()) {
    const at = `/challenges/${slug}/cases/${item.name}`;
    await fetchFile(platform, `${at}/image`, join(dir, "cases/images", `${item.name}.nii.gz`), item.imageSha256);
    await fetchFile(platform, `${at}/label`, join(dir, "cases/labels", `${item.name}.nii.gz`), item.labelSha256);
    progress.update(i + 1);
  }
  progress.end();
  // challenge.yaml comes last: a folder with it is whole.
  const names = Object.keys(files).sort((a, b) => Number(a === "challenge.yaml") - Number(b === "challenge.yaml"));
  for (const name of names) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), files[name] ?? "");
  }
  if (options.cases) await writeSeen({ dir, url: platform.url, slug }, document);
  process.stderr.write(`wrote ${slug} to ${dir}\n`);
}

async function refuseForeignFolder(dir: string): Promise<void> {
  const there = await readdir(dir).catch(() => []);
  const foreign = there.filter(
    (name) => !["cases", "pages", "pictures", "structures.json", ".bodymark.json"].includes(name),
  );
  if (foreign.length > 0)
    throw new UsageError(`${dir} is not empty (${foreign.slice(0, 3).join(", ")}); name a new folder`);
}

async function fetchFile(platform: PlatformClient, from: string, path: string, sha256: string): Promise<void> {
  if ((await hashFile(path).catch(() => null)) === sha256) return;
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  await pipeline(Readable.fromWeb((await platform.download(from)) as never), createWriteStream(partial));
  if ((await hashFile(partial)) !== sha256)
    throw new PlatformError("checksum-mismatch", `${path} did not arrive whole; call again`, true);
  await rename(partial, path);
}
