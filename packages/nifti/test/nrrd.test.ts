import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeVolume, readVolumeHeader } from "../src/index.ts";

const SHAPE = [3, 2, 4] as const;
const VALUES = Array.from({ length: 24 }, (_, i) => (i * 7) % 11);
const GEOMETRY = [
  "space: left-posterior-superior",
  "space directions: (0.5,0,0) (0,0,-2) (0,3,0)",
  "space origin: (10,-20,30)",
];
/** LPS to RAS: the first two rows change their sign. */
const AFFINE = [-0.5, 0, 0, -10, 0, 0, -3, 20, 0, -2, 0, 30, 0, 0, 0, 1];

function nrrd(fields: readonly string[], data: Uint8Array | null = Uint8Array.from(VALUES)): Uint8Array {
  const known = new Set(fields.map((line) => line.split(":")[0]));
  const rest = ["dimension: 3", "type: uchar", "sizes: 3 2 4", "encoding: raw"];
  const lines = [
    "NRRD0004",
    "# a comment: not a field",
    ...rest.filter((line) => !known.has(line.split(":")[0])),
    ...fields,
  ];
  const head = Buffer.from(`${lines.join("\n")}\n${data === null ? "" : "\n"}`);
  return Buffer.concat([head, data ?? new Uint8Array()]);
}

describe("an NRRD file", () => {
  const types = {
    "signed char": Int8Array,
    uint8: Uint8Array,
    short: Int16Array,
    "unsigned short int": Uint16Array,
    int: Int32Array,
    uint32_t: Uint32Array,
    float: Float32Array,
    double: Float64Array,
  } as const;
  for (const [type, ArrayType] of Object.entries(types)) {
    it(`of ${type} is read in either byte order, raw and gzip`, () => {
      const stored = Buffer.from(ArrayType.from(VALUES).buffer);
      const size = ArrayType.BYTES_PER_ELEMENT;
      const swapped = Buffer.from(stored);
      if (size > 1) swapped[`swap${(size * 8) as 16 | 32 | 64}`]();
      for (const [endian, bytes] of [["little", stored] as const, ["big", swapped] as const]) {
        for (const encoding of ["raw", "gzip"]) {
          const body = encoding === "raw" ? bytes : gzipSync(bytes);
          const volume = decodeVolume(
            nrrd([`type: ${type}`, `endian: ${endian}`, `encoding: ${encoding}`, ...GEOMETRY], body),
          );
          expect([...volume.data]).toEqual(VALUES);
          expect(volume.shape).toEqual(SHAPE);
          expect(volume.affine).toEqual(AFFINE);
          expect(volume.spacingMm).toEqual([0.5, 2, 3]);
        }
      }
    });
  }

  it("of 64-bit integers is read", () => {
    const data = BigInt64Array.from(VALUES, BigInt);
    const volume = decodeVolume(nrrd(["type: long long int", "endian: little"], new Uint8Array(data.buffer)));
    expect([...volume.data].map(Number)).toEqual(VALUES);
  });

  it("is in RAS where it says so, and in LPS with plain spacings where it says nothing", () => {
    const ras = readVolumeHeader(nrrd(["space: RAS", ...GEOMETRY.slice(1)]));
    expect(ras.affine).toEqual([0.5, 0, 0, 10, 0, 0, 3, -20, 0, -2, 0, 30, 0, 0, 0, 1]);
    const plain = readVolumeHeader(nrrd(["spacings: 0.5 2 3"]));
    expect(plain.affine).toEqual([-0.5, 0, 0, 0, 0, -2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]);
    const metres = readVolumeHeader(nrrd([...GEOMETRY, 'space units: "m" "m" "m"']));
    expect(metres.spacingMm).toEqual([500, 2000, 3000]);
  });

  it("may have a fourth axis of one layer, skipped bytes, and its voxels in a file beside it", () => {
    const layers = [
      "dimension: 4",
      "sizes: 1 3 2 4",
      GEOMETRY[0] ?? "",
      "space directions: none (0.5,0,0) (0,0,-2) (0,3,0)",
      GEOMETRY[2] ?? "",
    ];
    expect(decodeVolume(nrrd(layers))).toMatchObject({ shape: SHAPE, affine: AFFINE });
    const skipped = decodeVolume(nrrd(["byte skip: 5"], Uint8Array.from([9, 9, 9, 9, 9, ...VALUES])));
    expect([...skipped.data]).toEqual(VALUES);
    const header = nrrd([...GEOMETRY, "encoding: gzip", "data file: a.raw.gz"], null);
    expect(readVolumeHeader(header).dataFile).toBe("a.raw.gz");
    const detachedData = gzipSync(Uint8Array.from(VALUES));
    expect([...decodeVolume(header, { detachedData }).data]).toEqual(VALUES);
    expect(() => decodeVolume(header)).toThrow("data file is a.raw.gz");
  });

  const refused: Record<string, [string[], RegExp]> = {
    "several values a voxel": [
      ["dimension: 4", "sizes: 2 3 2 4", "space directions: none (1,0,0) (0,1,0) (0,0,1)"],
      /sizes\[0\] is 2/,
    ],
    "text for voxels": [["encoding: ascii"], /encoding is ascii, expected raw or gzip/],
    bzip2: [["encoding: bzip2"], /encoding is bzip2/],
    blocks: [["type: block"], /type is block, expected an integer type/],
    "no byte order": [["type: short"], /endian is missing/],
    "a negative size": [["sizes: 3 -2 4"], /sizes is 3 -2 4/],
    "an impossible size": [["sizes: 2147483647 2147483647 2147483647"], /sizes is 2147483647×/],
    "a space that is no patient's": [["space: scanner-xyz"], /space is scanner-xyz/],
    "directions that are no numbers": [
      ["space: RAS", "space directions: (1,0,x) (0,1,0) (0,0,1)"],
      /space directions is/,
    ],
    "a path out of its folder": [["data file: ../../etc/passwd"], /data file is \.\.\/\.\.\/etc\/passwd/],
    "a list of files": [["data file: LIST 2"], /data file is LIST 2/],
    "too few voxels": [["sizes: 3 2 5"], /24 bytes/],
  };
  for (const [title, [fields, message]] of Object.entries(refused)) {
    it(`is refused for ${title}`, () => {
      expect(() => decodeVolume(nrrd(fields))).toThrow(message);
    });
  }

  it("is refused where its header does not end", () => {
    expect(() => readVolumeHeader(nrrd([], null))).toThrow("header is without an end");
  });
});
