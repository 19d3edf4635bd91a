import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBaselineImage } from "../src/image/build-baseline-image.ts";
import { readElf, readStripped } from "../src/image/read-elf.ts";

/** Names and sizes in a tar file, and where each content starts. */
async function listTar(path: string, from = 0): Promise<Map<string, { offset: number; size: number }>> {
  const found = new Map<string, { offset: number; size: number }>();
  const file = await open(path);
  try {
    for (let at = from; ; ) {
      const header = Buffer.alloc(512);
      await file.read(header, 0, 512, at);
      if (header[0] === 0) return found;
      const name = header.toString("latin1", 0, 100).replace(/\0.*$/s, "");
      const size = Number.parseInt(header.toString("latin1", 124, 136), 8);
      found.set(name, { offset: at + 512, size });
      at += 512 + Math.ceil(size / 512) * 512;
    }
  } finally {
    await file.close();
  }
}

async function readJson(path: string, place: { offset: number; size: number } | undefined) {
  if (!place) throw new Error("not in the archive");
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(place.size);
    await file.read(bytes, 0, place.size, place.offset);
    return JSON.parse(bytes.toString());
  } finally {
    await file.close();
  }
}

async function digest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

describe.runIf(process.platform === "linux")("the baseline's image", () => {
  let folder = "";
  let accurate = "";
  let fast = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-image-"));
    accurate = await buildBaselineImage({ variant: "accurate", out: join(folder, "accurate.tar") });
    fast = await buildBaselineImage({ variant: "fast", out: join(folder, "fast.tar") });
  }, 60_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is an archive of two layers, the first of which both variants share", async () => {
    const manifest = async (path: string) => {
      const [entry] = await readJson(path, (await listTar(path)).get("manifest.json"));
      return entry as { Config: string; RepoTags: string[]; Layers: string[] };
    };
    const [one, two] = [await manifest(accurate), await manifest(fast)];
    expect(one.RepoTags).toEqual(["bodymark-baseline:accurate"]);
    expect(one.Layers).toHaveLength(2);
    expect(one.Layers[0]).toBe(two.Layers[0]);
    expect(one.Layers[1]).not.toBe(two.Layers[1]);
    expect((await stat(accurate)).size).toBeLessThan(250e6);
  });

  it("holds what the bodymaps profile runs, with the runtime's telemetry off", async () => {
    const entries = await listTar(accurate);
    const [{ Config, Layers }] = await readJson(accurate, entries.get("manifest.json"));
    const { config } = await readJson(accurate, entries.get(Config));
    expect(config.WorkingDir).toBe("/workspace");
    expect(config.Env).toContain("ORT_DISABLE_TELEMETRY=1");
    const names: string[] = [];
    for (const layer of Layers) names.push(...(await listTar(accurate, entries.get(layer)?.offset)).keys());
    expect(names).toEqual(expect.arrayContaining(["bin/sh", "usr/bin/node", "workspace/predict.sh"]));
    expect(names).toContain("opt/baseline/model.onnx");
    expect(names.filter((name) => /win32|darwin|\.dll$/.test(name))).toEqual([]);
  });

  it("has the same bytes when it is built again", async () => {
    const again = await buildBaselineImage({ variant: "fast", out: join(folder, "again.tar") });
    expect(await digest(again)).toBe(await digest(fast));
  });
});

describe.runIf(process.platform === "linux")("stripping", () => {
  it("keeps what is loaded and forgets the sections", async () => {
    const stripped = await readStripped(process.execPath);
    expect(stripped.length).toBeLessThanOrEqual((await stat(process.execPath)).size);
    expect(stripped.length).toBe((await readElf(process.execPath)).loadedBytes);
    expect(Buffer.from(stripped).readUInt16LE(60)).toBe(0);
  });
});
