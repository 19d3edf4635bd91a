import { numberOf } from "./parse-gpus.ts";

const MIB = 1024 ** 2;

/** A line of the loop: what one GPU used when the tool says that it looked. */
export interface TimedReading {
  uuid: string;
  /** The tool's own clock, in milliseconds; only differences mean anything. */
  stampMs: number;
  usedBytes: number;
  powerW: number | null;
}

/** Reads a line of `--query-gpu=timestamp,uuid,memory.used,power.draw --format=csv,noheader,nounits`; null for others. */
export function parseReading(line: string): TimedReading | null {
  const [stamp = "", uuid = "", used, power] = line.split(",").map((field) => field.trim());
  const parts = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})$/.exec(stamp)?.slice(1).map(Number);
  const usedMib = numberOf(used);
  if (!parts || usedMib === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  return {
    uuid,
    stampMs: Date.UTC(year, month - 1, day, hour, minute, second, ms),
    usedBytes: usedMib * MIB,
    powerW: numberOf(power),
  };
}
