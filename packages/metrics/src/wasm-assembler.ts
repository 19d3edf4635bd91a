/**
 * The few instructions of WebAssembly (core specification 2.0 with SIMD) that the kernel for noise is written in, each as a
 * function from operands to bytes: the kernel is plain TypeScript, assembled in a millisecond when noise is met, with no
 * compiler and no built file.
 */
export type Code = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;

/** LEB128, unsigned. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value >>> 0; ; left >>>= 7) {
    if (left < 128) return [...bytes, left];
    bytes.push((left & 127) | 128);
  }
}

/** LEB128, signed. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value | 0; ; left >>= 7) {
    const low = left & 127;
    if ((left >> 7 === 0 && low < 64) || (left >> 7 === -1 && low >= 64)) return [...bytes, low];
    bytes.push(low | 128);
  }
}

/** Joined by `concat`, which copies whole arrays: this runs once in a process, before any of it is compiled. */
const join = (parts: readonly Code[], end: Code): Code => ([] as number[]).concat(...parts, end);
const op =
  (...bytes: number[]) =>
  (...operands: Code[]): Code =>
    join(operands, bytes);
const simd = (code: number) => op(0xfd, ...unsigned(code));
/** A load or store; the immediate is alignment (none promised) and offset. */
const access =
  (...bytes: number[]) =>
  (offset: number, ...operands: Code[]): Code =>
    join(operands, [...bytes, 0, ...unsigned(offset)]);

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  load: access(0x28),
  load8: access(0x2d),
  load16: access(0x2f),
  store: access(0x36),
  add: op(0x6a),
  sub: op(0x6b),
  mul: op(0x6c),
  and: op(0x71),
  or: op(0x72),
  shl: op(0x74),
  shr: op(0x75),
  ne: op(0x47),
  eqz: op(0x45),
  ltU: op(0x49),
  leS: op(0x4c),
  fromI64: op(0xa7),
};

export const i64 = {
  of: (value: number): Code => [0x42, ...signed(value)],
  eqz: op(0x50),
  ctz: op(0x7a),
  sub: op(0x7d),
  and: op(0x83),
};

export const v128 = {
  load: access(0xfd, 0x00),
  store: access(0xfd, 0x0b),
  and: simd(0x4e),
  andNot: simd(0x4f),
  or: simd(0x50),
  xor: simd(0x51),
  any: simd(0x53),
  ones: [0xfd, 0x0c, ...Array<number>(16).fill(255)] as Code,
  shl64: simd(0xcb),
  shr64: simd(0xcd),
  lane64: (lane: number, value: Code): Code => join([value], [0xfd, 0x1d, lane]),
  popcnt8: simd(0x62),
  pairs16: simd(0x7d),
  pairs32: simd(0x7f),
  add32: [0xfd, ...unsigned(0xae)] as Code,
};

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => join([value], [0x21, ...unsigned(local)]);
export const select = op(0x1b);
export const block = (...body: Code[]): Code => join([[0x02, 0x40], ...body], [0x0b]);
export const loop = (...body: Code[]): Code => join([[0x03, 0x40], ...body], [0x0b]);
export const when = (condition: Code, ...body: Code[]): Code => join([condition, [0x04, 0x40], ...body], [0x0b]);
/** Leaves so many blocks around it (or goes on with that loop) where the condition holds. */
export const leaveIf = (depth: number, condition: Code): Code => join([condition], [0x0d, depth]);

/** A module with one function `run` over an imported memory `env.memory`. */
export function assemble(params: readonly number[], locals: readonly number[], body: Code): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code) => [id, ...unsigned(content.length), ...content];
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const declared = [...unsigned(locals.length), ...locals.flatMap((type) => [1, type])];
  const code = [...declared, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...unsigned(params.length), ...params, 1, I32]),
    ...section(2, [1, ...name("env"), ...name("memory"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("run"), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
