import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedZip, readZip, streamZip, writeZip } from "../src/index.ts";

const files = [
  { path: "README.md", content: "plain ".repeat(1000) },
  { path: "bin/run.sh", content: "#!/bin/sh\n", mode: 0o755 },
  { path: "ünïcode/empty", content: "" },
];

async function* lines(count: number, told: { taken: number } = { taken: 0 }): AsyncGenerator<string> {
  for (let i = 0; i < count; i++) {
    told.taken = i + 1;
    yield `${i},${(i * 2_654_435_761) >>> 0}\r\n`;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const bytesOf = async (archive: AsyncIterable<Buffer>) => Buffer.concat(await all(archive));

describe("streamed zip archives", () => {
  const streamed = () =>
    streamZip([
      { path: "scores.csv", content: lines(5000) },
      { path: "ünïcode/empty", content: lines(0) },
    ]);

  it("give back the files that were written, as the ordinary ones do", async () => {
    const read = readZip(await bytesOf(streamed()));
    expect([...read.keys()]).toEqual(["scores.csv", "ünïcode/empty"]);
    expect(read.get("scores.csv")?.toString()).toBe((await all(lines(5000))).join(""));
  });

  it("take no more of a file than what is asked of them, and let go of it when nobody reads on", async () => {
    const told = { taken: 0 };
    const archive = streamZip([{ path: "a", content: lines(2_000_000, told) }]);
    await archive.next(); // the header
    await archive.next();
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await pause(50); // until what fits between them is full
    const early = told.taken;
    await pause(50);
    expect(told.taken).toBe(early);
    expect(early).toBeLessThan(60_000); // of 36 MB some 500 kB
    await archive.return(undefined);
    await pause(20);
    expect(told.taken - early).toBeLessThan(10_000);
  });

  it("end with the error of a file that cannot be read", async () => {
    async function* broken() {
      yield "a";
      throw new Error("the database is gone");
    }
    await expect(bytesOf(streamZip([{ path: "a", content: broken() }]))).rejects.toThrow("the database is gone");
  });

  it("damaged anywhere are read right or refused, never anything else", async () => {
    const archive = await bytesOf(streamZip([{ path: "a", content: lines(3) }]));
    for (let at = 0; at < archive.length; at++) {
      const damaged = Buffer.from(archive);
      damaged[at] = (damaged[at] ?? 0) ^ 0xa5;
      try {
        readZip(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedZip);
      }
    }
  });
});

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
