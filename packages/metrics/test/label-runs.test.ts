import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectRuns, extentOf, type LabelRuns, StructureMeasurer } from "../src/index.ts";
import { pairs, runsOf, spacings } from "./masks.ts";

const volumes = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.nat(3))
  .chain(([nx, ny, nz, lead]) =>
    fc
      .array(fc.tuple(fc.constantFrom(0, 0, 0, 1, 2, 7, 255), fc.integer({ min: 1, max: 60 })), { minLength: 1 })
      .map((stretches) => {
        // At any byte offset of its buffer, as a file's voxels may be.
        const data = new Uint8Array(new ArrayBuffer(nx * ny * nz + lead), lead);
        let at = 0;
        for (let i = 0; at < data.length; i++) {
          const [label, length] = stretches[i % stretches.length] ?? [0, 1];
          data.fill(label, at, at + length);
          at += length;
        }
        return { data, shape: [nx, ny, nz] as const };
      }),
  );

/** Draws runs back into voxels. */
function drawn({ rows, spans, extents, shape }: LabelRuns): number[] {
  const data = new Array<number>(shape[0] * shape[1] * shape[2]).fill(0);
  for (const { label, firstRun, endRun } of extents) {
    for (let i = firstRun; i < endRun; i++) {
      const span = spans[i] ?? 0;
      const start = (rows[i] ?? 0) * shape[0];
      data.fill(label, start + (span & 65535), start + (span >>> 16) + 1);
    }
  }
  return data;
}

describe("the runs of a label map", () => {
  it("are the label map again, whatever its type", () => {
    fc.assert(
      fc.property(volumes, ({ data, shape }) => {
        expect(drawn(collectRuns(data, shape, Number))).toEqual([...data]);
        for (const wider of [Uint16Array, Int32Array, Float32Array, Float64Array]) {
          expect(drawn(collectRuns(wider.from(data), shape, Number))).toEqual([...data]);
        }
        expect(drawn(collectRuns(BigInt64Array.from(data, BigInt), shape, Number))).toEqual([...data]);
      }),
      { numRuns: 200 },
    );
  });

  it("know each label's voxels and box", () => {
    const data = new Uint8Array(5 * 4 * 3);
    for (const [x, y, z] of [
      [1, 1, 0],
      [3, 2, 2],
      [2, 1, 2],
    ] as const)
      data[x + 5 * (y + 4 * z)] = 9;
    const extent = extentOf(collectRuns(data, [5, 4, 3], Number), 9);
    expect(extent).toMatchObject({ voxels: 3, box: { x0: 1, x1: 3, y0: 1, y1: 2, z0: 0, z1: 2 } });
  });

  it("are not kept beyond their limit: the labels are, with the same extents and measures", () => {
    fc.assert(
      fc.property(pairs, spacings, ([a, b], spacing) => {
        const measurer = new StructureMeasurer(spacing);
        const options = { surface: "surfels", distances: true } as const;
        const [sparse, dense] = [undefined, 1].map((limit) =>
          measurer.measure(runsOf(a, limit), runsOf(b, limit), 1, options),
        );
        expect(dense).toEqual(sparse);
      }),
      { numRuns: 60 },
    );
  });

  it("ask for the meaning of a value, and pass its refusal on", () => {
    const refuse = () => {
      throw new Error("label 7");
    };
    expect(() => collectRuns(Uint8Array.of(0, 7), [2, 1, 1], (value) => (value === 7 ? refuse() : 0))).toThrow(
      "label 7",
    );
    expect(collectRuns(Int8Array.of(-1, 1), [2, 1, 1], (value) => (value === -1 ? 5 : 0)).extents[0]?.label).toBe(5);
  });
});
