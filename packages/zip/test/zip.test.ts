import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedZip, readZip, writeZip } from "../src/index.ts";

const files = [
  { path: "README.md", content: "plain ".repeat(1000) },
  { path: "bin/run.sh", content: "#!/bin/sh\n", mode: 0o755 },
  { path: "ünïcode/empty", content: "" },
];

describe("zip archives", () => {
  it("give back the files that were written, in their order", () => {
    const read = readZip(writeZip(files));
    expect([...read].map(([path, content]) => [path, content.toString()])).toEqual(
      files.map(({ path, content }) => [path, content]),
    );
  });

  it("are the same bytes for the same files", () => {
    expect(writeZip(files).equals(writeZip(files))).toBe(true);
  });

  it("carry permissions, so that a script can be started as it was unpacked", () => {
    const archive = writeZip(files.slice(1, 2));
    const directory = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(archive.readUInt32LE(directory + 38) >>> 16).toBe(0o100755);
  });

  it("that are cut short, are something else or expand beyond the cap are refused with a sentence", () => {
    const archive = writeZip(files);
    expect(() => readZip(archive.subarray(0, archive.length - 30))).toThrow(/cut short/);
    expect(() => readZip(Buffer.from("hello"))).toThrow(/not a zip archive/);
    expect(() => readZip(writeZip([{ path: "zeros", content: new Uint8Array(1e6) }]), { maxBytes: 1e5 })).toThrow(
      /more than 100000 bytes/,
    );
  });

  it("damaged anywhere are read right or refused, never anything else", () => {
    const archive = writeZip(files);
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(archive);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        try {
          readZip(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedZip);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
