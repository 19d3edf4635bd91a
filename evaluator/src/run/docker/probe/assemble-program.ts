/**
 * A very small assembler: a static x86-64 ELF program that makes system calls one after another and keeps what each
 * returned. The probe needs a program that exists on no machine in common (no compiler, no registry, no shell in the
 * image), so it is put together here, byte by byte.
 */

/** An argument: a number, a text (passed by address, NUL-terminated), a buffer, or what an earlier call returned. */
export type Argument = number | { text: string } | { bytes: Uint8Array } | { buffer: string } | { resultOf: string };

/** One system call of the program. */
export interface SystemCall {
  name: string;
  number: number;
  args: readonly Argument[];
}

/** What the program does: a call; or a child process that makes its own calls and then ends or stays. */
export type Step = SystemCall | { name: string; child: readonly SystemCall[] };

export interface ProgramSpec {
  steps: readonly Step[];
  /** Named areas of memory, in bytes, that calls fill. */
  buffers: Readonly<Record<string, number>>;
}

/** Where the program keeps what: offsets into its memory image, written out by a call that has `{ buffer: "memory" }`. */
export interface Program {
  elf: Uint8Array;
  /** Offset, in the memory area, of each step's result (int64) and of each buffer. */
  offsets: ReadonlyMap<string, number>;
  memoryBytes: number;
}

const BASE = 0x400000;
const HEADERS = 64 + 56;
/** Calls read or write one memory area at a fixed address far behind the code. */
const MEMORY = 0x600000;
const CLONE = 56;
const SIGCHLD = 17;
/** `mov reg, imm32` (sign-extended) for the six argument registers, in the order of the calling convention. */
const MOV_IMMEDIATE = [
  [0x48, 0xc7, 0xc7],
  [0x48, 0xc7, 0xc6],
  [0x48, 0xc7, 0xc2],
  [0x49, 0xc7, 0xc2],
  [0x49, 0xc7, 0xc0],
  [0x49, 0xc7, 0xc1],
];
/** `mov reg, [abs32]` for the same registers. */
const MOV_MEMORY = [
  [0x48, 0x8b, 0x3c, 0x25],
  [0x48, 0x8b, 0x34, 0x25],
  [0x48, 0x8b, 0x14, 0x25],
  [0x4c, 0x8b, 0x14, 0x25],
  [0x4c, 0x8b, 0x04, 0x25],
  [0x4c, 0x8b, 0x0c, 0x25],
];

export function assembleProgram(spec: ProgramSpec): Program {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const step of spec.steps) {
    offsets.set(step.name, end);
    end += 8;
  }
  for (const [name, bytes] of Object.entries(spec.buffers)) {
    offsets.set(name, end);
    end += Math.ceil(bytes / 8) * 8;
  }
  offsets.set("memory", 0);
  const memoryBytes = end;
  // Constants follow the memory area in the same segment.
  const constants: number[] = [];
  const constant = (bytes: Uint8Array) => {
    const address = MEMORY + memoryBytes + constants.length;
    constants.push(...bytes);
    return address;
  };
  const addressOf = (name: string) => {
    const offset = offsets.get(name);
    if (offset === undefined) throw new TypeError(`the program has no "${name}"`);
    return MEMORY + offset;
  };
  const loadCall = (call: SystemCall) => {
    const code: number[] = [];
    for (const [index, argument] of call.args.entries()) {
      const immediate = MOV_IMMEDIATE[index] ?? [];
      if (typeof argument === "number") code.push(...immediate, ...int32(argument));
      else if ("text" in argument) code.push(...immediate, ...int32(constant(Buffer.from(`${argument.text}\0`))));
      else if ("bytes" in argument) code.push(...immediate, ...int32(constant(argument.bytes)));
      else if ("buffer" in argument) code.push(...immediate, ...int32(addressOf(argument.buffer)));
      else code.push(...(MOV_MEMORY[index] ?? []), ...int32(addressOf(argument.resultOf)));
    }
    return [...code, 0x48, 0xc7, 0xc0, ...int32(call.number), 0x0f, 0x05]; // mov rax, number; syscall
  };
  const code: number[] = [];
  for (const step of spec.steps) {
    if ("child" in step) {
      const body = step.child.flatMap(loadCall);
      code.push(...loadCall({ name: step.name, number: CLONE, args: [SIGCHLD, 0, 0, 0, 0] }));
      code.push(0x48, 0x85, 0xc0, 0x0f, 0x85, ...int32(body.length), ...body); // test rax, rax; jnz over the child
    } else {
      code.push(...loadCall(step));
    }
    code.push(0x48, 0x89, 0x04, 0x25, ...int32(addressOf(step.name))); // mov [result], rax
  }
  return { elf: elf(code, memoryBytes, constants), offsets, memoryBytes };
}

function elf(code: readonly number[], memoryBytes: number, constants: readonly number[]): Uint8Array {
  const codeEnd = HEADERS + 56 + code.length;
  const dataOffset = Math.ceil(codeEnd / 4096) * 4096;
  const file = Buffer.alloc(dataOffset + memoryBytes + constants.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16); // ET_EXEC
  file.writeUInt16LE(62, 18); // EM_X86_64
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(BASE + HEADERS + 56), 24);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  const segment = (at: number, flags: number, offset: number, address: number, bytes: number) => {
    file.writeUInt32LE(1, at); // PT_LOAD
    file.writeUInt32LE(flags, at + 4);
    for (const [index, value] of [offset, address, address, bytes, bytes, 4096].entries()) {
      file.writeBigUInt64LE(BigInt(value), at + 8 + 8 * index);
    }
  };
  segment(64, 5, 0, BASE, codeEnd);
  segment(120, 6, dataOffset, MEMORY, memoryBytes + constants.length);
  file.set(code, HEADERS + 56);
  file.set(constants, dataOffset + memoryBytes);
  return file;
}

function int32(value: number): number[] {
  const bytes = Buffer.alloc(4);
  if (value > 0x7fffffff) bytes.writeUInt32LE(value);
  else bytes.writeInt32LE(value);
  return [...bytes];
}
