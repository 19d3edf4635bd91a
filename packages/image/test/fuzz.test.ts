import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { RunFailure } from "@bodymark/contracts";
import fc from "fast-check";
import { extract, pack } from "tar-stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptArchive } from "../src/index.ts";
import { TarReader } from "../src/tar/tar-reader.ts";
import { paxEntry, rawImage, rawOciImage, rawTar } from "./raw-archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-fuzz-"));
});
afterAll(() => rm(folder, { recursive: true }));

const long = `${"deep/".repeat(40)}file`;
const layer = rawTar([
  { name: "bin/sh", body: "x" },
  { name: "workspace/predict.sh", body: "x" },
  paxEntry({ path: long }),
  { name: "short", body: "x".repeat(600) },
]);
const SEEDS = [
  rawImage({ layers: [layer, layer] }),
  rawOciImage({ layers: [layer, gzipSync(layer)].slice(0, 1) }),
  gzipSync(rawImage({ layers: [gzipSync(layer)] })),
  zstdCompressSync(rawImage({ layers: [zstdCompressSync(layer)] })),
];

const change = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("move" as const),
    at: fc.nat(),
    from: fc.nat(),
    blocks: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant("text" as const),
    at: fc.nat(),
    text: fc.constantFrom("..", "/", "{", '"', "\0", "7777777777", "null"),
  }),
);

function mutate(
  seed: Buffer,
  changes: readonly (typeof change extends fc.Arbitrary<infer Change> ? Change : never)[],
): Buffer {
  let bytes = Buffer.from(seed);
  for (const one of changes) {
    if (bytes.length === 0) return bytes;
    const at = one.at % bytes.length;
    if (one.kind === "flip") bytes[at] = one.value;
    else if (one.kind === "cut") bytes = bytes.subarray(0, at);
    else if (one.kind === "text") bytes.write(one.text, at, "latin1");
    else {
      const from = (one.from % bytes.length) & ~511;
      bytes.copy(bytes, at & ~511, from, from + one.blocks * 512);
    }
  }
  return bytes;
}

test("whatever is changed in an archive, acceptance ends with a refusal or an image, soon and within its caps", async () => {
  const path = join(folder, "mutant.tar");
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SEEDS),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (seed, changes) => {
        await writeFile(path, mutate(seed, changes));
        const startedAt = performance.now();
        try {
          const image = await acceptArchive(path, {
            profile: "bodymaps",
            maxImageBytes: 10_000_000,
            architecture: "amd64",
          });
          expect(image.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
          expect(image.expandedBytes).toBeLessThanOrEqual(10_000_000);
        } catch (error) {
          if (!(error instanceof RunFailure)) throw error;
          expect(["invalid-archive", "unsupported-image", "image-too-large"]).toContain(error.code);
          expect(error.message.length).toBeLessThan(600);
        }
        expect(performance.now() - startedAt).toBeLessThan(5000);
      },
    ),
    { numRuns: 600, seed: 1 },
  );
}, 120_000);

test("any tar that another program writes is read as that program reads it, however it is cut into chunks", async () => {
  const name = fc.stringMatching(/^[a-zäé0-9]{1,60}(\/[a-z]{1,50}){0,4}$/);
  const files = fc.uniqueArray(fc.record({ name, body: fc.uint8Array({ maxLength: 2000 }) }), {
    selector: (f) => f.name,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 1500 }), async (entries, chunkBytes) => {
      const tar = pack();
      for (const { name, body } of entries) tar.entry({ name }, Buffer.from(body));
      tar.finalize();
      const chunks: Buffer[] = [];
      for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
      const bytes = Buffer.concat(chunks);
      expect(readOurs(bytes, chunkBytes)).toEqual(await readTheirs(bytes));
    }),
    { numRuns: 100, seed: 1 },
  );
});

function readOurs(bytes: Buffer, chunkBytes: number): string[][] {
  const reader = new TarReader();
  const found: string[][] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const event of reader.push(bytes.subarray(at, at + chunkBytes))) {
      if (event.type === "entry") found.push([event.header.name, ""]);
      const last = found.at(-1);
      if (event.type === "data" && last) last[1] += event.bytes.toString("hex");
    }
  }
  reader.finish();
  expect(reader.ended).toBe(true);
  return found;
}

async function readTheirs(bytes: Buffer): Promise<string[][]> {
  const reader = extract();
  reader.end(bytes);
  const found: string[][] = [];
  for await (const entry of reader) {
    let body = "";
    for await (const chunk of entry) body += Buffer.from(chunk as Uint8Array).toString("hex");
    found.push([entry.header.name, body]);
  }
  return found;
}
