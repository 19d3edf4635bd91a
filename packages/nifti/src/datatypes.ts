import { unreadable } from "./errors.ts";

export type VoxelArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

const ARRAYS = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;
export type Datatype = keyof typeof ARRAYS;

/** NIfTI `datatype` codes that hold one real number per voxel. float128 is left out: writers disagree on its bits. */
export const NIFTI_CODES: Readonly<Record<Datatype, number>> = {
  uint8: 2,
  int16: 4,
  int32: 8,
  float32: 16,
  float64: 64,
  int8: 256,
  uint16: 512,
  uint32: 768,
  int64: 1024,
  uint64: 1280,
};

const REFUSED_NIFTI: Readonly<Record<number, string>> = {
  1: "bitmap (1)",
  32: "complex64 (32)",
  128: "RGB24 (128)",
  1536: "float128 (1536)",
  1792: "complex128 (1792)",
  2048: "complex256 (2048)",
  2304: "RGBA32 (2304)",
};

const META_TYPES: Readonly<Record<string, Datatype>> = {
  MET_CHAR: "int8",
  MET_UCHAR: "uint8",
  MET_SHORT: "int16",
  MET_USHORT: "uint16",
  MET_INT: "int32",
  MET_UINT: "uint32",
  // ITK writes 64-bit integers as LONG on systems where long has 64 bits, and reads them so.
  MET_LONG: "int64",
  MET_ULONG: "uint64",
  MET_LONG_LONG: "int64",
  MET_ULONG_LONG: "uint64",
  MET_FLOAT: "float32",
  MET_DOUBLE: "float64",
};

const NRRD_TYPES: Readonly<Record<Datatype, readonly string[]>> = {
  int8: ["signed char", "int8"],
  uint8: ["uchar", "unsigned char", "uint8"],
  int16: ["short", "short int", "signed short", "signed short int", "int16"],
  uint16: ["ushort", "unsigned short", "unsigned short int", "uint16"],
  int32: ["int", "signed int", "int32"],
  uint32: ["uint", "unsigned int", "uint32"],
  int64: ["longlong", "long long", "long long int", "signed long long", "signed long long int", "int64"],
  uint64: ["ulonglong", "unsigned long long", "unsigned long long int", "uint64"],
  float32: ["float"],
  float64: ["double"],
};

/** What a file of another type is to be converted to. */
const READABLE = "an integer type, float32 or float64";

export function datatypeOfNifti(code: number): Datatype {
  for (const [name, value] of Object.entries(NIFTI_CODES)) if (value === code) return name as Datatype;
  throw unreadable("datatype", READABLE, REFUSED_NIFTI[code] ?? code);
}

export function datatypeOfMeta(name: string): Datatype {
  const datatype = META_TYPES[name];
  if (datatype === undefined) throw unreadable("ElementType", READABLE, name);
  return datatype;
}

/** NRRD has many names for each type: C's, and those of stdint.h. */
export function datatypeOfNrrd(name: string): Datatype {
  const type = name.toLowerCase().replace(/_t$/, "").replace(/\s+/g, " ");
  for (const [datatype, names] of Object.entries(NRRD_TYPES)) if (names.includes(type)) return datatype as Datatype;
  throw unreadable("type", READABLE, name);
}

export function metaTypeOf(datatype: Datatype): string {
  const long: Partial<Record<Datatype, string>> = { int64: "MET_LONG_LONG", uint64: "MET_ULONG_LONG" };
  const found = long[datatype] ?? Object.entries(META_TYPES).find(([, type]) => type === datatype)?.[0];
  if (found === undefined) throw unreadable("datatype", "an integer or float type", datatype);
  return found;
}

export function bytesPerVoxel(datatype: Datatype): number {
  return ARRAYS[datatype].BYTES_PER_ELEMENT;
}

/** A view of `length` voxels at a byte offset that must be aligned to the type. */
export function viewVoxels(datatype: Datatype, buffer: ArrayBufferLike, offset: number, length: number): VoxelArray {
  return new ARRAYS[datatype](buffer as ArrayBuffer, offset, length);
}

export function datatypeOfArray(data: VoxelArray): Datatype {
  for (const [name, type] of Object.entries(ARRAYS)) if (data instanceof type) return name as Datatype;
  throw unreadable("data", "a typed array", Object.prototype.toString.call(data));
}
