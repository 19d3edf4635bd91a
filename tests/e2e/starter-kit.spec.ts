import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { readZip } from "@bodymark/zip";
import { expect, test } from "@playwright/test";
import { buildKitImage } from "../support/kit-image.ts";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-kit-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("a starter kit works as downloaded: its image runs under its own evaluate.sh, with the portal's command line", async ({
  request,
}) => {
  const answer = await request.get("/challenges/phantom-abdomen/phases/debug/starter-kit.zip");
  expect(answer.ok()).toBe(true);
  const files = readZip(await answer.body());
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const kit = join(folder, "phantom-abdomen-debug-starter-kit");
  await buildKitImage(kit, join(kit, "my-algorithm.tar.gz"));
  // From an empty npm cache and folder, as on a machine that never saw the project; Node is the project's.
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    npm_config_cache: join(folder, "npm"),
  };
  const script = ["evaluate.sh", "my-algorithm.tar.gz"];
  const { stderr } = await promisify(execFile)("sh", script, { cwd: kit, env, timeout: 100_000 });
  expect(stderr).toContain("case 1 of 1: ok");
  const result = JSON.parse(await readFile(join(kit, "results/result.json"), "utf8"));
  expect(result.cases[0].status).toBe("ok");
  expect(result.summary.meanDice).toBeGreaterThan(0.02);
});

test("a phase that a stranger may not know of has no starter kit", async ({ request }) => {
  expect((await request.get("/challenges/phantom-abdomen/phases/nothing/starter-kit.zip")).status()).toBe(404);
  expect((await request.get("/challenges/%00/phases/debug/starter-kit.zip")).status()).toBe(404);
});
