import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Sandbox } from "@bodymark/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HAS_COMPILER } from "../fixtures/compile-static.ts";
import { buildHostileImage } from "../fixtures/hostile-image.ts";
import { RUN_ROWS } from "../fixtures/hostile-rows.ts";
import { SandboxBench } from "../support/sandbox.ts";

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
      for (const { id, title, lines, expected, trial, only, thenCopy = true } of RUN_ROWS) {
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
