import { execFileSync } from "node:child_process";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { recogniseArchive } from "../src/index.ts";

const tar = (format: string) => execFileSync("tar", [`--format=${format}`, "-cf", "-", "package.json"]);

test.each(["ustar", "pax", "gnu", "v7"])("a tar of format %s is recognised", (format) => {
  expect(recogniseArchive(tar(format))).toBe("tar");
});

test("gzip and zstd are recognised, and a zstd file that begins with a skippable frame", () => {
  expect(recogniseArchive(gzipSync("x"))).toBe("gzip");
  expect(recogniseArchive(zstdCompressSync("x"))).toBe("zstd");
  expect(recogniseArchive(Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]))).toBe("zstd");
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["zeros", Buffer.alloc(512)],
  ["a zip", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(600, 1)])],
  ["text", Buffer.alloc(600, "a page ")],
  ["one byte of gzip", Buffer.from([0x1f])],
])("%s is not an archive", (_name, bytes) => {
  expect(recogniseArchive(bytes)).toBeNull();
});
