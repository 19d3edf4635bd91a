import { assembleProgram, type Step } from "./assemble-program.ts";

/** Where the program writes what it found. */
export const PROBE_RESULT_PATH = "/found/result";
/** Processes that the program tries to have at once; the probe's container allows fewer. */
export const PROBE_FORKS = 40;
/** Memory that a child of the program touches; the probe's container allows less. */
const HOG_BYTES = 256 * 1024 ** 2;

const NR = {
  write: 1,
  mmap: 9,
  socket: 41,
  connect: 42,
  wait4: 61,
  read: 0,
  prctl: 157,
  mount: 165,
  sched_getaffinity: 204,
  exit_group: 231,
  keyctl: 250,
  openat: 257,
  ppoll: 271,
  unshare: 272,
  io_uring_setup: 425,
};
const AT_FDCWD = -100;
/** sockaddr_in of 192.0.2.1:53, an address for documentation (RFC 5737). */
const SOMEWHERE = Uint8Array.from([2, 0, 0, 53, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
const BUFFERS = { affinity: 128, waitStatus: 8, uidMap: 256, status: 4096, cpuinfo: 2048 };

function readInto(buffer: keyof typeof BUFFERS, path: string): Step[] {
  return [
    { name: `open ${buffer}`, number: NR.openat, args: [AT_FDCWD, { text: path }, 0, 0] },
    { name: `read ${buffer}`, number: NR.read, args: [{ resultOf: `open ${buffer}` }, { buffer }, BUFFERS[buffer]] },
  ];
}

/** What the probe's container does: try what must be denied, hit every limit, write down what came of it. */
const STEPS: Step[] = [
  { name: "no-new-privileges", number: NR.prctl, args: [39, 0, 0, 0, 0] },
  { name: "seccomp", number: NR.prctl, args: [21, 0, 0, 0, 0] },
  { name: "vsock", number: NR.socket, args: [40, 1, 0] },
  { name: "alg", number: NR.socket, args: [38, 5, 0] },
  { name: "io_uring", number: NR.io_uring_setup, args: [1, 0] },
  { name: "keyctl", number: NR.keyctl, args: [0, -3, 0] },
  { name: "unshare", number: NR.unshare, args: [0x10000000] },
  { name: "mount", number: NR.mount, args: [{ text: "none" }, { text: "/" }, { text: "tmpfs" }, 0, 0] },
  { name: "udp", number: NR.socket, args: [2, 2, 0] },
  { name: "connect", number: NR.connect, args: [{ resultOf: "udp" }, { bytes: SOMEWHERE }, 16] },
  { name: "affinity bytes", number: NR.sched_getaffinity, args: [0, BUFFERS.affinity, { buffer: "affinity" }] },
  ...readInto("uidMap", "/proc/self/uid_map"),
  ...readInto("status", "/proc/self/status"),
  ...readInto("cpuinfo", "/proc/cpuinfo"),
  {
    name: "hog",
    child: [
      { name: "mmap", number: NR.mmap, args: [0, HOG_BYTES, 3, 0x8022, -1, 0] },
      { name: "exit", number: NR.exit_group, args: [0] },
    ],
  },
  { name: "wait", number: NR.wait4, args: [{ resultOf: "hog" }, { buffer: "waitStatus" }, 0, 0] },
  ...Array.from({ length: PROBE_FORKS }, (_, index) => ({
    name: `fork ${index}`,
    child: [{ name: "stay", number: NR.ppoll, args: [0, 0, 0, 0, 0] }],
  })),
  { name: "open result", number: NR.openat, args: [AT_FDCWD, { text: PROBE_RESULT_PATH }, 0o101, 0o644] },
];
/** Two more steps, of 8 bytes each in the memory that the first of them writes out. */
const memoryBytes = assembleProgram({ steps: STEPS, buffers: BUFFERS }).memoryBytes + 16;

export const PROBE_PROGRAM = assembleProgram({
  steps: [
    ...STEPS,
    { name: "write", number: NR.write, args: [{ resultOf: "open result" }, { buffer: "memory" }, memoryBytes] },
    { name: "exit", number: NR.exit_group, args: [0] },
  ],
  buffers: BUFFERS,
});

/** What the program found, as it left it in `PROBE_RESULT_PATH`. */
export function readProbeResult(memory: Uint8Array) {
  const view = Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
  const at = (name: string) => PROBE_PROGRAM.offsets.get(name) ?? view.length;
  return {
    /** What a call returned: a number, or −errno. */
    result: (name: string) => Number(view.readBigInt64LE(at(name))),
    text: (name: keyof typeof BUFFERS) => {
      const bytes = Math.max(0, Number(view.readBigInt64LE(at(`read ${name}`))));
      return view.toString("latin1", at(name), at(name) + bytes);
    },
    /** Cores that the process may run on. */
    cores: () => {
      const bytes = Math.max(0, Number(view.readBigInt64LE(at("affinity bytes"))));
      const mask = view.subarray(at("affinity"), at("affinity") + bytes);
      return [...mask].flatMap((byte, index) =>
        [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => 8 * index + bit),
      );
    },
    /** How the child that took too much memory ended: 9 in the low bits means killed. */
    hogStatus: () => view.readInt32LE(at("waitStatus")),
    forks: () =>
      Array.from({ length: PROBE_FORKS }, (_, index) => Number(view.readBigInt64LE(at(`fork ${index}`)))).filter(
        (pid) => pid > 0,
      ).length,
  };
}
