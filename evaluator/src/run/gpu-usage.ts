import type { GpuReading } from "./gpu-probe.ts";

const MB = 1024 ** 2;

/** What a run used of its GPUs; nulls where the driver says nothing. 1 MB is 1024² bytes, as nvidia-smi counts. */
export interface GpuUsage {
  /** Most memory in use at one time, summed over the run's GPUs, with what was in use before the run. */
  peakMemoryBytes: number | null;
  /** Memory over the time of the run, in MB·s, by the trapezoid rule over the readings' own instants. */
  memoryAucMbS: number | null;
  /** The same without what was in use before the run. */
  memoryAucAboveIdleMbS: number | null;
  energyJ: number | null;
}

export const NO_GPU_USAGE: GpuUsage = {
  peakMemoryBytes: null,
  memoryAucMbS: null,
  memoryAucAboveIdleMbS: null,
  energyJ: null,
};

/** From `startMs` to `endMs` of the clock that the readings have; outside the readings the nearest one counts. */
export function gpuUsage(
  readings: readonly GpuReading[],
  idle: readonly GpuReading[],
  { startMs, endMs }: { startMs: number; endMs: number },
): GpuUsage {
  if (readings.length === 0) return NO_GPU_USAGE;
  let auc = 0;
  let aboveIdle = 0;
  let energyJ: number | null = 0;
  let peak = 0;
  for (const uuid of new Set(readings.map((reading) => reading.uuid))) {
    const own = readings.filter((reading) => reading.uuid === uuid).sort((a, b) => a.atMs - b.atMs);
    const memory = clip(
      own.map(({ atMs, usedBytes }) => ({ atMs, value: usedBytes })),
      startMs,
      endMs,
    );
    const idleBytes = idle.find((reading) => reading.uuid === uuid)?.usedBytes ?? 0;
    auc += area(memory) / MB;
    aboveIdle += area(memory.map(({ atMs, value }) => ({ atMs, value: Math.max(0, value - idleBytes) }))) / MB;
    // Of several GPUs the highest readings need not be at one time: their sum bounds it from above.
    peak += Math.max(...memory.map(({ value }) => value));
    const power = own.flatMap(({ atMs, powerW }) => (powerW === null ? [] : [{ atMs, value: powerW }]));
    if (power.length === 0) energyJ = null;
    else if (energyJ !== null) energyJ += area(clip(power, startMs, endMs));
  }
  return { peakMemoryBytes: peak, memoryAucMbS: auc, memoryAucAboveIdleMbS: aboveIdle, energyJ };
}

interface Point {
  atMs: number;
  value: number;
}

/** The curve between two instants: straight between readings, level before the first and after the last. */
function clip(points: readonly Point[], startMs: number, endMs: number): Point[] {
  const inside = points.filter(({ atMs }) => atMs > startMs && atMs < endMs);
  return [{ atMs: startMs, value: at(points, startMs) }, ...inside, { atMs: endMs, value: at(points, endMs) }];
}

function at(points: readonly Point[], atMs: number): number {
  const after = points.findIndex((point) => point.atMs >= atMs);
  const next = points[after];
  const previous = after === -1 ? points.at(-1) : points[after - 1];
  if (!next || !previous) return (next ?? previous)?.value ?? 0;
  const share = (atMs - previous.atMs) / (next.atMs - previous.atMs);
  return previous.value + share * (next.value - previous.value);
}

/** Trapezoids, in value × seconds. */
function area(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (a && b) sum += ((a.value + b.value) / 2) * ((b.atMs - a.atMs) / 1000);
  }
  return sum;
}
