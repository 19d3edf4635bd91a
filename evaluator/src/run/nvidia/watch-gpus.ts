import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineFault } from "../engine-fault.ts";
import type { Gpu, GpuReading, GpuWatch } from "../gpu-probe.ts";
import { parseReading, type TimedReading } from "./parse-readings.ts";

/** Between readings. A reading takes the tool about a millisecond once it runs. */
const INTERVAL_MS = 100;
/** For the first reading: the driver may have to wake the GPU. */
const FIRST_MS = 15_000;
const STOP_MS = 5000;

/** Power as it is now, and where a driver before release 525 has no such field, what it has. */
const POWER_FIELDS = ["power.draw.instant", "power.draw"];

/** Reads whole GPUs in a loop of one process, which a run of any length costs only once. */
export async function watchWholeGpus(program: string, gpus: readonly Gpu[]): Promise<GpuWatch> {
  for (const power of POWER_FIELDS) {
    const watch = await begin(program, gpus, power);
    if (watch) return watch;
  }
  throw new EngineFault("nvidia-smi gives no readings of the GPU");
}

async function begin(program: string, gpus: readonly Gpu[], power: string): Promise<GpuWatch | null> {
  const options = [
    `--query-gpu=timestamp,uuid,memory.used,${power}`,
    "--format=csv,noheader,nounits",
    `--id=${gpus.map(({ uuid }) => uuid).join(",")}`,
    `--loop-ms=${INTERVAL_MS}`,
  ];
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "ignore"] });
  const found: (TimedReading & { arrivedMs: number })[] = [];
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
  const begun = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const reading = parseReading(line);
      if (reading) found.push({ ...reading, arrivedMs: performance.now() });
      if (found.length >= gpus.length) resolve();
    });
  });
  await Promise.race([begun, ended, sleep(FIRST_MS, undefined, { ref: false })]);
  if (found.length < gpus.length) {
    await end(child, ended);
    return null;
  }
  return {
    idle: onHostClock(found.slice(0, gpus.length)),
    stop: async () => {
      await end(child, ended);
      return onHostClock(found);
    },
  };
}

/** A line may arrive late, never early: the least delay seen is taken as the distance of the two clocks. */
function onHostClock(found: readonly (TimedReading & { arrivedMs: number })[]): GpuReading[] {
  const offsetMs = Math.min(...found.map(({ arrivedMs, stampMs }) => arrivedMs - stampMs));
  return found.map(({ uuid, stampMs, usedBytes, powerW }) => ({ uuid, atMs: stampMs + offsetMs, usedBytes, powerW }));
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
