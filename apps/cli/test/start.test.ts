import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const run = promisify(execFile);
const APP = fileURLToPath(new URL("..", import.meta.url));
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-start-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("starting the command line", () => {
  it("runs the bundle of score only while the sources are those that it was made of", async () => {
    for (const name of ["bin", "src", "dist"]) await mkdir(join(folder, name));
    const program = join(folder, "bin/bodymark.mjs");
    const source = join(folder, "src/main.ts");
    await copyFile(join(APP, "bin/bodymark.mjs"), program);
    await writeFile(source, "const ran: string = 'sources'; console.log(ran);");
    await writeFile(join(folder, "dist/score.cjs"), "console.log('bundle');");
    const start = async (...args: string[]) => (await run(process.execPath, [program, ...args])).stdout.trim();
    expect(await start("score"), "without a list of its sources").toBe("sources");

    const { size, mtimeMs, mtime } = await stat(source);
    const list = (...inputs: unknown[]) => writeFile(join(folder, "dist/inputs.json"), JSON.stringify(inputs));
    await list(["../src/main.ts", size, mtimeMs]);
    expect(await start("score")).toBe("bundle");
    expect(await start("rank"), "another command").toBe("sources");

    await writeFile(source, "const ran: string = 'changed'; console.log(ran);");
    expect(await start("score"), "of the same size, later").toBe("changed");
    await writeFile(source, "console.log('shorter')");
    await utimes(source, mtime, mtime);
    expect(await start("score"), "of the same time, shorter").toBe("shorter");
    await list(["../src/gone.ts", 1, mtimeMs]);
    expect(await start("score"), "a source is gone").toBe("shorter");
  });

  it("takes the Node beside its link, whatever PATH has, and is found from any other link", async () => {
    await mkdir(join(folder, ".bin"));
    await symlink(APP, join(folder, "bodymark"));
    await symlink(process.execPath, join(folder, ".bin/node"));
    await symlink("../bodymark/bin/bodymark", join(folder, ".bin/bodymark"));
    const { stdout } = await run(join(folder, ".bin/bodymark"), ["--version"], { env: { PATH: "/nowhere" } });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    // A link of the user's own, somewhere on their PATH.
    await symlink(join(folder, ".bin/bodymark"), join(folder, "mine"));
    expect((await run(join(folder, "mine"), ["--version"])).stdout).toBe(stdout);
  });
});
