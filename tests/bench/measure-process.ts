import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Measured {
  readonly wallMs: number;
  /** Processor time of the process alone, all threads, to 10 ms (Linux; 0 elsewhere): what a busy machine distorts least. */
  readonly cpuMs: number;
  /** Largest resident memory of the process alone, as the kernel counts it (Linux; 0 elsewhere). */
  readonly peakBytes: number;
}

/** Runs a process to its end. @throws when it fails, with what it wrote to stderr. */
export async function measureProcess(command: string, args: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  let peakBytes = 0;
  let cpuMs = 0;
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, highWaterBytes(child.pid));
    cpuMs = Math.max(cpuMs, processorMs(child.pid));
  }, 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const wallMs = performance.now() - started;
  clearInterval(look);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stderr.slice(-2000)}`);
  return { wallMs, cpuMs, peakBytes };
}

function highWaterBytes(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** User and system time in clock ticks of 10 ms: fields 14 and 15 of proc(5) stat, and 16 and 17 for ended children. */
function processorMs(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    return 0;
  }
}
