import {
  assemble,
  block,
  type Code,
  get,
  I32,
  I64,
  i32,
  i64,
  leaveIf,
  loop,
  select,
  set,
  V128,
  v128,
  when,
} from "./wasm-assembler.ts";

/** A shell in the kernel's memory: dx, address of its group, address of its counts by area, unused, four counts of lone points. */
export const SHELL_BYTES = 32;
/** A group: jy, jz, stamp of the row that its union was made for, address of the union. */
export const GROUP_BYTES = 16;

/** Addresses that do not depend on the surfaces. */
export const CLASSES_AT = 64;
/** Address of the last shell that was met. */
export const MOST_AT = 320;

const [OWN, BYTES, NEAR, STEP_Y, STEP_Z, UP_Y, DOWN_Y, UP_Z, DOWN_Z, MASK, MASK_STEP_Z] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
];
const [SURFELS, STAMP, SHELLS, SHELLS_END, WITHIN, LEFT, ZERO] = [11, 12, 13, 14, 15, 16, 17];
const PARAMS = 18;
const [J, SHELL, GROUP, UNION, DX, X, CODE, K, JY, JZ] = [18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
const [ROW_A, ROW_B, ROW_C, ROW_D, MOST, ANY] = [28, 29, 30, 31, 32, 33];
const [BITS, REST, LONE, HITS, PLACES, ONE, MORE, ONE_BEFORE, MORE_BEFORE] = [34, 35, 36, 37, 38, 39, 40, 41, 42];
const LOCALS = [...Array<number>(16).fill(I32), I64, ...Array<number>(8).fill(V128)];

export type RunRow = (
  own: number,
  rowBytes: number,
  near: number,
  stepY: number,
  stepZ: number,
  upY: number,
  downY: number,
  upZ: number,
  downZ: number,
  mask: number,
  maskStepZ: number,
  surfels: number,
  stamp: number,
  shells: number,
  shellsEnd: number,
  within: number,
  left: number,
  zero: number,
) => number;

/** An address in the four mask rows around a corner row: the kernel is told the first. */
const maskRow = (row: number): Code => {
  let at = get(MASK);
  if (row & 1) at = i32.add(at, get(STEP_Y));
  if (row & 2) at = i32.add(at, get(MASK_STEP_Z));
  return at;
};

/** Columns of four voxels with exactly one of them in the mask, and with more, at a byte of the row. */
function columns(at: Code, offset: number, one: number, more: number): Code {
  const rows = [0, 1, 2, 3].map((row) => v128.load(0, i32.add(i32.add(maskRow(row), i32.of(offset)), at)));
  const [a = [], b = [], c = [], d = []] = rows;
  return [
    ...set(HITS, v128.xor(a, b)),
    ...set(PLACES, v128.xor(c, d)),
    ...set(more, v128.or(v128.or(v128.and(a, b), v128.and(c, d)), v128.and(get(HITS), get(PLACES)))),
    ...set(one, v128.andNot(v128.xor(get(HITS), get(PLACES)), get(more))),
  ];
}

/** Bits moved up by one; the word before brings its last bit. */
const shiftedUp = (here: number, before: number): Code =>
  v128.or(v128.shl64(get(here), i32.of(1)), v128.shr64(get(before), i32.of(63)));

/** Corners with one voxel of the mask: one in their own column and none in that before, or the other way round. */
const findLone = (): Code => [
  ...set(LONE, v128.ones),
  ...when(
    get(SURFELS),
    columns(get(J), 0, ONE, MORE),
    columns(get(J), -8, ONE_BEFORE, MORE_BEFORE),
    set(ONE_BEFORE, shiftedUp(ONE, ONE_BEFORE)),
    set(MORE_BEFORE, shiftedUp(MORE, MORE_BEFORE)),
    set(LONE, v128.andNot(v128.xor(get(ONE), get(ONE_BEFORE)), v128.or(get(MORE), get(MORE_BEFORE)))),
  ),
];

/** The other surface's row (±jy, ±jz) from the nearest one, or an empty row beyond its box. */
function rowAt(mostY: number, mostZ: number, signY: 1 | -1, signZ: 1 | -1): Code {
  const move = (from: Code, sign: 1 | -1, by: Code) => (sign === 1 ? i32.add(from, by) : i32.sub(from, by));
  const alongY = move(get(NEAR), signY, i32.mul(get(JY), get(STEP_Y)));
  const there = move(alongY, signZ, i32.mul(get(JZ), get(STEP_Z)));
  return select(there, get(ZERO), i32.and(i32.leS(get(JY), get(mostY)), i32.leS(get(JZ), get(mostZ))));
}

const unite = (): Code => [
  ...set(JY, i32.load(0, get(GROUP))),
  ...set(JZ, i32.load(4, get(GROUP))),
  ...i32.store(8, get(GROUP), get(STAMP)),
  ...set(ROW_A, rowAt(UP_Y, UP_Z, 1, 1)),
  ...set(ROW_B, rowAt(DOWN_Y, UP_Z, -1, 1)),
  ...set(ROW_C, rowAt(UP_Y, DOWN_Z, 1, -1)),
  ...set(ROW_D, rowAt(DOWN_Y, DOWN_Z, -1, -1)),
  ...set(K, i32.of(0)),
  ...loop(
    v128.store(
      0,
      i32.add(get(UNION), get(K)),
      v128.or(
        v128.or(v128.load(0, i32.add(get(ROW_A), get(K))), v128.load(0, i32.add(get(ROW_B), get(K)))),
        v128.or(v128.load(0, i32.add(get(ROW_C), get(K))), v128.load(0, i32.add(get(ROW_D), get(K)))),
      ),
    ),
    set(K, i32.add(get(K), i32.of(16))),
    leaveIf(0, i32.ltU(get(K), get(BYTES))),
  ),
];

/** The union of a shell's rows, moved by dx to both sides. */
const findHits = (): Code => [
  ...set(K, i32.add(get(UNION), get(J))),
  ...set(HITS, v128.load(0, get(K))),
  ...set(DX, i32.load(0, get(SHELL))),
  ...when(
    get(DX),
    set(
      HITS,
      v128.or(
        v128.or(v128.shl64(get(HITS), get(DX)), v128.shr64(get(HITS), get(DX))),
        v128.or(
          v128.shr64(v128.load(0, i32.sub(get(K), i32.of(8))), i32.sub(i32.of(64), get(DX))),
          v128.shl64(v128.load(8, get(K)), i32.sub(i32.of(64), get(DX))),
        ),
      ),
    ),
  ),
  ...set(HITS, v128.and(get(HITS), get(REST))),
];

/** Two bits of a mask row, those of the voxels before and after corner X, at their place in the neighbour code. */
const twoBits = (row: number): Code =>
  i32.shl(
    i32.and(
      i32.shr(i32.load16(0, i32.add(maskRow(row), i32.shr(get(X), i32.of(3)))), i32.and(get(X), i32.of(7))),
      i32.of(3),
    ),
    i32.of(row * 2),
  );

/** Counts the points of one lane of PLACES by their area, one by one. */
const countLane = (lane: number): Code => [
  ...set(BITS, v128.lane64(lane, get(PLACES))),
  ...block(
    leaveIf(0, i64.eqz(get(BITS))),
    loop(
      // X is the voxel before the corner: −1 at the row's begin, where the bit read is the last, empty one of the row before.
      set(X, i32.add(i32.add(i32.fromI64(i64.ctz(get(BITS))), i32.of(lane * 64 - 1)), i32.shl(get(J), i32.of(3)))),
      set(CODE, i32.or(i32.or(twoBits(0), twoBits(1)), i32.or(twoBits(2), twoBits(3)))),
      set(K, i32.add(i32.load(8, get(SHELL)), i32.shl(i32.load8(CLASSES_AT, get(CODE)), i32.of(2)))),
      i32.store(0, get(K), i32.add(i32.load(0, get(K)), i32.of(1))),
      set(BITS, i64.and(get(BITS), i64.sub(get(BITS), i64.of(1)))),
      leaveIf(0, i32.eqz(i64.eqz(get(BITS)))),
    ),
  ),
];

const countHits = (): Code => [
  ...set(REST, v128.xor(get(REST), get(HITS))),
  ...set(MOST, select(get(MOST), get(SHELL), i32.ltU(get(SHELL), get(MOST)))),
  ...v128.store(16, get(SHELL), [
    ...v128.load(16, get(SHELL)),
    ...v128.pairs32(v128.pairs16(v128.popcnt8(v128.and(get(HITS), get(LONE))))),
    ...v128.add32,
  ]),
  ...set(PLACES, v128.andNot(get(HITS), get(LONE))),
  ...when(v128.any(get(PLACES)), countLane(0), countLane(1)),
];

/**
 * One row: 128 points at a time, shell after shell, until each has met the other surface. What none meets is written to
 * `left`; returns whether there is any.
 */
const body = (): Code => [
  ...set(MOST, i32.load(MOST_AT, i32.of(0))),
  ...loop(
    set(REST, v128.and(v128.load(0, i32.add(get(OWN), get(J))), v128.load(0, i32.add(get(WITHIN), get(J))))),
    when(
      v128.any(get(REST)),
      findLone(),
      set(SHELL, get(SHELLS)),
      block(
        loop(
          set(GROUP, i32.load(4, get(SHELL))),
          set(UNION, i32.load(12, get(GROUP))),
          when(i32.ne(i32.load(8, get(GROUP)), get(STAMP)), unite()),
          findHits(),
          when(v128.any(get(HITS)), countHits(), leaveIf(2, i32.eqz(v128.any(get(REST))))),
          set(SHELL, i32.add(get(SHELL), i32.of(SHELL_BYTES))),
          leaveIf(0, i32.ltU(get(SHELL), get(SHELLS_END))),
        ),
      ),
    ),
    v128.store(0, i32.add(get(LEFT), get(J)), get(REST)),
    set(ANY, i32.or(get(ANY), v128.any(get(REST)))),
    set(J, i32.add(get(J), i32.of(16))),
    leaveIf(0, i32.ltU(get(J), get(BYTES))),
  ),
  ...i32.store(MOST_AT, i32.of(0), get(MOST)),
  ...get(ANY),
];

/** What is used of WebAssembly, which the types for Node leave out. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages, all 0; views of the old buffer are empty afterwards. */
  grow(pages: number): number;
}
interface Engine {
  readonly Memory: new (size: { initial: number }) => KernelMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: RunRow } };
}

function engine(): Engine {
  return (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;
}

export const PAGE_BYTES = 65536;
let compiled: object | undefined;

/** The kernel over a memory of its own, all of it 0. */
export function startKernel(pages: number): { memory: KernelMemory; run: RunRow } {
  const { Memory, Module, Instance } = engine();
  compiled ??= new Module(assemble(Array<number>(PARAMS).fill(I32), LOCALS, body()));
  const memory = new Memory({ initial: pages });
  return { memory, run: new Instance(compiled, { env: { memory } }).exports.run };
}
