// A minimal algorithm: a range of Hounsfield units for each structure. Replace `segment` by your model.
//
//   node predict.ts SCAN OUTPUT
//
// SCAN is a NIfTI (.nii.gz) or MetaImage (.mha) file. OUTPUT is a file of the same kind, or a folder (ends with "/") that
// gets one mask per structure. Needs Node 22.18 or newer and no packages.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync, inflateSync } from "node:zlib";

/** Voxels in Hounsfield units, x running fastest. */
interface Scan {
  shape: readonly number[];
  voxels: ArrayLike<number>;
  /** The file of a label map over the same voxels. */
  encode: (labels: Uint16Array) => Uint8Array;
}

const list = JSON.parse(readFileSync(join(import.meta.dirname, "structures.json"), "utf8")) as {
  structures: { name: string; label: number }[];
};
const LABELS = new Map(list.structures.map(({ name, label }) => [name, label]));

// Where a structure is not named here, it stays unsegmented: this is a start, not a good algorithm.
const RANGES: Record<string, [low: number, high: number]> = {
  lung_left: [-950, -500],
  lung_right: [-950, -500],
  liver: [80, 140],
  femur_left: [300, 2000],
  femur_right: [300, 2000],
};

function segment({ shape, voxels }: Scan): Uint16Array {
  const labels = new Uint16Array(voxels.length);
  const [width = 1] = shape;
  const known = [...LABELS.keys()].filter((name) => RANGES[name]);
  for (const name of known.length > 0 ? known : [...LABELS.keys()].slice(0, 1)) {
    const [low, high] = RANGES[name] ?? [80, 140];
    const label = LABELS.get(name) ?? 0;
    // Which half is the patient's left depends on how the scan is stored; here it is a guess.
    const side = name.endsWith("_left") ? 0 : name.endsWith("_right") ? 1 : null;
    for (let i = 0; i < voxels.length; i++) {
      const value = voxels[i] ?? 0;
      const half = i % width < width / 2 ? 0 : 1;
      if (value >= low && value <= high && (side === null || side === half)) labels[i] = label;
    }
  }
  return labels;
}

const TYPES = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;
type TypeName = keyof typeof TYPES;
/** NIfTI-1's codes, and MetaImage's names. */
const NIFTI_TYPES: Record<number, TypeName> = { 2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2" };
const METAIMAGE_TYPES: Record<string, TypeName> = {
  MET_UCHAR: "u1",
  MET_SHORT: "i2",
  MET_USHORT: "u2",
  MET_INT: "i4",
  MET_FLOAT: "f4",
  MET_DOUBLE: "f8",
  MET_CHAR: "i1",
};

function decode(bytes: Uint8Array, type: TypeName | undefined, count: number): InstanceType<(typeof TYPES)[TypeName]> {
  if (!type) throw new Error("this type of voxels is not handled here");
  const own = bytes.slice(0, count * TYPES[type].BYTES_PER_ELEMENT); // a copy begins where the typed array may begin
  return new TYPES[type](own.buffer, own.byteOffset, count);
}

function readNifti(file: Uint8Array): Scan {
  const bytes = file[0] === 0x1f ? gunzipSync(file) : Buffer.from(file);
  if (bytes.readInt32LE(0) !== 348) throw new Error("not a little-endian NIfTI-1 file");
  const shape = [1, 2, 3].map((axis) => bytes.readInt16LE(40 + 2 * axis));
  const count = shape.reduce((product, n) => product * n, 1);
  const offset = bytes.readFloatLE(108);
  const slope = bytes.readFloatLE(112) || 1;
  const intercept = bytes.readFloatLE(116) || 0;
  const stored = decode(bytes.subarray(offset), NIFTI_TYPES[bytes.readInt16LE(70)], count);
  const voxels = slope === 1 && intercept === 0 ? stored : Float32Array.from(stored, (v) => v * slope + intercept);
  return {
    shape,
    voxels,
    encode(labels) {
      // The scan's own header, so that the label map lies where the scan lies; only type and scale are other ones.
      const header = Buffer.alloc(352);
      bytes.copy(header, 0, 0, 348);
      header.writeInt16LE(512, 70);
      header.writeInt16LE(16, 72);
      header.writeFloatLE(352, 108);
      header.writeFloatLE(1, 112);
      header.writeFloatLE(0, 116);
      return gzipSync(Buffer.concat([header, Buffer.from(labels.buffer)]), { level: 1 });
    },
  };
}

function readMetaImage(file: Uint8Array): Scan {
  const bytes = Buffer.from(file);
  const start = bytes.indexOf("\n", bytes.indexOf("ElementDataFile")) + 1;
  const lines = bytes.toString("latin1", 0, start).trimEnd().split("\n");
  const header = new Map(lines.map((line) => line.split("=", 2).map((part) => part.trim()) as [string, string]));
  const shape = (header.get("DimSize") ?? "").split(" ").map(Number);
  const count = shape.reduce((product, n) => product * n, 1);
  const data = bytes.subarray(start);
  const expanded = header.get("CompressedData") === "True" ? inflateSync(data) : data;
  return {
    shape,
    voxels: decode(expanded, METAIMAGE_TYPES[header.get("ElementType") ?? ""], count),
    encode(labels) {
      const kept = lines.filter((line) => !/^(ElementType|CompressedData|ElementDataFile)/.test(line));
      const own = [...kept, "CompressedData = False", "ElementType = MET_USHORT", "ElementDataFile = LOCAL\n"];
      return Buffer.concat([Buffer.from(own.join("\n")), Buffer.from(labels.buffer)]);
    },
  };
}

const [scanPath = "", output = ""] = process.argv.slice(2);
const scan = (scanPath.endsWith(".mha") ? readMetaImage : readNifti)(readFileSync(scanPath));
const labels = segment(scan);
mkdirSync(output.endsWith("/") ? output : dirname(output), { recursive: true });
if (output.endsWith("/")) {
  for (const [name, label] of LABELS) {
    const mask = labels.map((one) => (one === label ? 1 : 0));
    writeFileSync(join(output, `${name}.nii.gz`), scan.encode(mask));
  }
} else {
  writeFileSync(output, scan.encode(labels));
}
