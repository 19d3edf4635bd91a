import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Sandbox } from "@bodymark/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HAS_COMPILER } from "../fixtures/compile-static.ts";
import { buildHostileImage } from "../fixtures/hostile-image.ts";
import { SandboxBench, type Trial } from "../support/sandbox.ts";

interface Row {
  id: string;
  title: string;
  lines: string;
  expected: string;
  /** In one sandbox way alone. */
  only?: Sandbox;
  trial?: Trial;
  thenCopy?: boolean;
}

/** Rows R1 to R9 of the list of threats; both sandbox ways unless a row says otherwise. */
const ROWS: Row[] = [
  { id: "R1", title: "a fork bomb meets the pids limit", lines: "hostile fork-bomb", expected: "nonzero-exit" },
  {
    id: "R1",
    title: "a thread bomb meets the pids limit",
    lines: "hostile thread-bomb",
    expected: "ok",
  },
  {
    id: "R1",
    title: "an endless fork bomb ends at the time limit",
    only: "userns",
    lines: "hostile endless-fork-bomb",
    expected: "timeout",
    trial: { limits: { caseTimeoutS: 1 } },
  },
  { id: "R2", title: "too much memory is out-of-memory", lines: "hostile memory", expected: "out-of-memory" },
  {
    id: "R2",
    title: "so it is when only a child is killed and the command ends with 0",
    lines: "hostile memory-child",
    expected: "out-of-memory",
  },
  {
    id: "R3",
    title: "a full output folder is disk-limit",
    lines: "hostile fill /workspace/outputs/other 64; exit 1",
    expected: "disk-limit",
  },
  {
    id: "R3",
    title: "full shared memory is the container's own ENOSPC",
    lines: "hostile fill /dev/shm/x 64",
    expected: "ok",
  },
  {
    id: "R3",
    title: "a full /tmp is disk-limit, since it is part of the root",
    only: "userns",
    lines: "hostile fill /tmp/x 64",
    expected: "disk-limit",
  },
  {
    id: "R3",
    title: "a full /tmp is out-of-memory, since it is memory",
    only: "readonly",
    lines: "hostile fill /tmp/x 4096",
    expected: "out-of-memory",
  },
  {
    id: "R3",
    title: "a million files in shared memory are memory of the container's own",
    lines: "hostile inodes /dev/shm/many",
    expected: "out-of-memory",
  },
  { id: "R4", title: "a flooded log changes nothing", lines: "hostile flood 200000", expected: "ok" },
  {
    id: "R4",
    title: "an endless line changes nothing",
    only: "userns",
    lines: "hostile endless-line 32",
    expected: "ok",
  },
  {
    id: "R5",
    title: "a sleeper that ignores SIGTERM is killed at the time limit",
    lines: "hostile sleep",
    expected: "timeout",
    trial: { limits: { caseTimeoutS: 1 } },
  },
  {
    id: "R6",
    title: "processes left in the background go with the container",
    lines: "hostile background /workspace/outputs/alive",
    expected: "ok",
  },
  {
    id: "R7",
    title: "network, metadata address, vsock, AF_ALG and io_uring are denied",
    lines: "hostile network",
    expected: "ok",
  },
  {
    id: "R7, R8",
    title: "mount, mknod, keyctl and other privileges are denied",
    lines: "hostile privileges",
    expected: "ok",
  },
  {
    id: "R8",
    title: "the one input is the only volume in sight, from the root down",
    lines:
      'test "$(busybox find / -xdev -name "*.nii*" -o -name "*.mha" | wc -l)" = 0\ntest "$(busybox find /workspace -name "*.nii*" | wc -l)" = 1',
    expected: "ok",
    only: "readonly",
  },
  {
    id: "R8",
    title: "the one input is the only volume in sight, from the root down",
    lines: 'test "$(busybox find / -xdev -name "*.nii*" -o -name "*.mha" | wc -l)" = 1',
    expected: "ok",
    only: "userns",
  },
  { id: "C5", title: "no clock can be set, slowed or moved into a namespace", lines: "hostile clocks", expected: "ok" },
  { id: "R9", title: "no output is no-output", only: "userns", lines: "true", expected: "no-output", thenCopy: false },
  {
    id: "R9",
    title: "a good output with a failing command is never scored",
    only: "userns",
    lines: 'cp "$input" "$output"; hostile exit 3',
    expected: "nonzero-exit",
    thenCopy: false,
  },
  { id: "R9", title: "a crash is nonzero-exit", only: "userns", lines: "hostile crash", expected: "nonzero-exit" },
];

const WAYS: Sandbox[] = ["userns", "readonly"];

const run = promisify(execFile);

/** Processes of this machine, of any namespace, that have `text` in their command line. */
async function processesWith(text: string): Promise<string[]> {
  const lines = await Promise.all(
    (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")),
  );
  return lines.filter((line) => line.includes(text));
}

describe.skipIf(!HAS_COMPILER || !process.env.DOCKER_HOST)("hostile containers on a real engine", () => {
  let bench: SandboxBench;
  beforeAll(async () => {
    bench = await SandboxBench.open();
  });
  afterAll(async () => await bench.close());

  for (const sandbox of WAYS) {
    describe(`in the ${sandbox} sandbox`, () => {
      for (const { id, title, lines, expected, trial, only, thenCopy = true } of ROWS) {
        if (only && only !== sandbox) continue;
        it(`${id}: ${title}`, async () => {
          const { result } = await bench.evaluate((path) => buildHostileImage(lines, path, { thenCopy }), {
            sandbox,
            ...trial,
          });
          expect(result.status).toBe(expected);
          const dice = result.structures.map((row) => row.dice);
          expect(dice).toEqual(expected === "ok" ? [1, 1] : [0, 0]);
          expect(result.failure?.fault ?? "participant").toBe("participant");
        });
      }
    });
  }

  it("R3: a full root disk is disk-limit", async () => {
    const fill = await bench.evaluate((path) => buildHostileImage("hostile fill /root/x 64", path), {
      sandbox: "userns",
    });
    expect(fill.result.status).toBe("disk-limit");
  });

  it("R3: a million files are bounded by bytes in the userns way", async () => {
    const files = await bench.evaluate((path) => buildHostileImage("hostile inodes /root/many", path), {
      sandbox: "userns",
      limits: { diskBytes: 1024 ** 2 },
    });
    expect(files.result.status).toBe("disk-limit");
  });

  it("R3: the output folder's inodes are limited in the readonly way, whose root cannot be written", async () => {
    const root = await bench.evaluate((path) => buildHostileImage("! touch /x", path), { sandbox: "readonly" });
    expect(root.result.status).toBe("ok");
    const files = await bench.evaluate((path) => buildHostileImage("hostile inodes /workspace/outputs/many", path), {
      sandbox: "readonly",
    });
    expect(files.result.status).toBe("disk-limit");
  });

  it("R1: while a fork bomb goes off, the host starts processes and runs another container", async () => {
    let running = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      running = resolve;
    });
    const bomb = bench.evaluate((path) => buildHostileImage("hostile endless-fork-bomb", path), {
      sandbox: "userns",
      limits: { caseTimeoutS: 4 },
      options: { on: (event) => (event.kind === "case" && event.state === "running" ? running() : undefined) },
    });
    await started;
    const before = performance.now();
    for (let i = 0; i < 20; i++) await run("true");
    expect(performance.now() - before).toBeLessThan(4000);
    const beside = await bench.evaluate((path) => buildHostileImage("true", path), { sandbox: "userns" });
    expect(beside.result.status).toBe("ok");
    expect((await bomb).result.status).toBe("timeout");
  });

  it("R6: a daemon that it leaves is no process of the host's a moment after the run", async () => {
    const mark = `/workspace/outputs/${randomUUID()}`;
    const { result } = await bench.evaluate((path) => buildHostileImage(`hostile background ${mark}`, path));
    expect(result.status).toBe("ok");
    expect(await processesWith(mark)).toEqual([]);
  });

  it("R8: inputs cannot be written in the readonly way", async () => {
    const lines = '! echo spoiled > "$input"\n! rm "$input"\n! touch /workspace/inputs/more';
    const { result } = await bench.evaluate((path) => buildHostileImage(`( ${lines} ) 2>/dev/null`, path), {
      sandbox: "readonly",
    });
    expect(result.status).toBe("ok");
  });

  it("R8: inputs may be written by the image, and the host's copy is untouched", async () => {
    const spoil = 'cp "$input" "$output"; echo spoiled > "$input"';
    const first = await bench.evaluate((path) => buildHostileImage(spoil, path, { thenCopy: false }), {
      sandbox: "userns",
    });
    expect(first.result.status).toBe("ok");
    const again = await bench.evaluate((path) => buildHostileImage("true", path));
    expect(again.result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });

  it("C2, C3: a case has a random name, one input, empty outputs, and nothing of the run before", async () => {
    const lines = [
      "test ! -e /tmp/before && touch /tmp/before",
      'test "$(ls /workspace/inputs | wc -l)" = 1',
      'test "$(ls /workspace/outputs | wc -l)" = 0',
      'case "$name" in *secret*) exit 9;; esac',
      'case "$(cat /proc/self/environ /proc/self/mountinfo)" in *secret-name*) exit 9;; esac',
    ].join("\n");
    const files = [{ path: "workspace/outputs/sample.nii.gz", content: "left in the image" }];
    for (const sandbox of WAYS) {
      const { result } = await bench.evaluate((path) => buildHostileImage(lines, path, { files }), {
        sandbox,
        limits: { repeats: 2 },
      });
      expect(result.status).toBe("ok");
      expect(result.timing.repeatsMs).toHaveLength(2);
    }
  });

  it("A9: a declared VOLUME is covered by a small mount, and refused where outputs lie", async () => {
    const covered = await bench.evaluate((path) =>
      buildHostileImage("hostile fill /data/x 300", path, { config: { Volumes: { "/data": {} } } }),
    );
    expect(covered.result.status).toBe("out-of-memory");
    await expect(
      bench.evaluate((path) => buildHostileImage("true", path, { config: { Volumes: { "/workspace/outputs": {} } } })),
    ).rejects.toMatchObject({ code: "unsupported-image" });
  });

  it("A10, A12: health checks, stop signals, LD_PRELOAD and NVIDIA variables are overridden", async () => {
    const lines = [
      'test -z "$LD_PRELOAD"',
      'test "$NVIDIA_VISIBLE_DEVICES" = void',
      'test -z "$NVIDIA_REQUIRE_CUDA"',
      "sleep 1.5",
      "test ! -e /workspace/outputs/health",
    ].join("\n");
    const config = {
      Env: ["PATH=/bin", "LD_PRELOAD=/evil.so", "NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_REQUIRE_CUDA=cuda>=99"],
      Healthcheck: { Test: ["CMD-SHELL", "touch /workspace/outputs/health"], Interval: 1_000_000_000 },
      StopSignal: "SIGRTMAX+3",
      OnBuild: ["RUN rm -rf /"],
    };
    const { result } = await bench.evaluate((path) => buildHostileImage(lines, path, { config }));
    expect(result.status).toBe("ok");
  });

  it("A11: root is nobody outside, an unknown user is start-failed, and the readonly way knows one user", async () => {
    const isRoot = 'test "$(id -u)" = 0\nread -r inside outside count < /proc/self/uid_map\ntest "$outside" != 0';
    const root = await bench.evaluate((path) => buildHostileImage(isRoot, path, { config: { User: "0" } }), {
      sandbox: "userns",
    });
    expect(root.result.status).toBe("ok");
    const unknown = await bench.evaluate(
      (path) => buildHostileImage("true", path, { config: { User: "nobody-knows" } }),
      { sandbox: "userns" },
    );
    expect(unknown.result.failure).toEqual({ code: "start-failed", stage: "start", fault: "participant" });
    const fixed = await bench.evaluate(
      (path) => buildHostileImage('test "$(id -u)" != 0', path, { config: { User: "0" } }),
      { sandbox: "readonly" },
    );
    expect(fixed.result.status).toBe("ok");
  });

  it("a cancelled evaluation ends within seconds and leaves nothing", async () => {
    const controller = new AbortController();
    const started = performance.now();
    const run = bench.evaluate((path) => buildHostileImage("hostile sleep", path), {
      options: {
        signal: controller.signal,
        on: (event) => {
          if (event.kind === "case") setTimeout(() => controller.abort(), 1000);
        },
      },
    });
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await bench.executor.reap(bench.labels)).toBe(0);
  });

  it("peak memory counts shared memory and no page cache; CPU time is the container's", async () => {
    const mib = 1024 ** 2;
    const lines = [
      "dd if=/dev/zero of=/dev/shm/kept bs=1M count=12 2>/dev/null",
      "dd if=/dev/zero of=/workspace/cached bs=1M count=20 2>/dev/null",
      "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done",
      "sleep 0.3",
    ].join("\n");
    const { result } = await bench.evaluate((path) => buildHostileImage(lines, path), { sandbox: "userns" });
    expect(result.status).toBe("ok");
    const { cpuMs, peakMemoryBytes } = result.resources;
    expect(peakMemoryBytes).toBeGreaterThan(12 * mib);
    expect(peakMemoryBytes).toBeLessThan(20 * mib);
    expect(cpuMs).toBeGreaterThan(50);
    expect(result.timing.medianMs).toBeGreaterThan(300);
  });
});
