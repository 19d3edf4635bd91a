import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { RunFailure } from "@bodymark/contracts";
import { EngineFault } from "../run/engine-fault.ts";
import type { CollectAnswer, CollectJob } from "./collect-job.ts";

/** Heap of the collector in MiB: voxels live outside it, and what they may take is checked against the header. */
const HEAP_MIB = 256;
/** For one output, from its first byte: a 512×512×1000 map of float64 takes about 12 s. */
const DEADLINE_MS = 120_000;
const ANSWER_BYTES = 64 * 1024;

/** A collector that waits for its output; started while the container is made, since it takes some 100 ms to load. */
export interface Collector {
  /** Checks one output; the label map is at `job.outPath` when this resolves. */
  collect(tar: Readable, job: CollectJob): Promise<{ flags: readonly string[] }>;
  /** Ends the process, used or not. */
  end(): void;
}

/**
 * @param cacheFolder a private folder where Node keeps the program compiled: without it each start costs 0.2 s of a core,
 *   with it 0.05 s (the program is TypeScript, stripped anew each time)
 */
export function startCollector(cacheFolder: string): Collector {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, programPath()], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { NODE_COMPILE_CACHE: cacheFolder },
  });
  const exited = once(child, "exit");
  exited.catch(() => undefined); // Seen by `collect`, where there is one.
  child.stdin.on("error", () => undefined); // It stops reading as soon as it has seen enough.
  return {
    collect: (tar, job) => collect(child, exited, tar, job),
    end: () => {
      child.kill("SIGKILL");
    },
  };
}

async function collect(
  child: ChildProcessByStdio<Writable, Readable, null>,
  exited: Promise<unknown[]>,
  tar: Readable,
  job: CollectJob,
): Promise<{ flags: readonly string[] }> {
  const deadline = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
  let broken: unknown = null;
  tar.on("error", (error) => {
    broken ??= error;
    child.kill("SIGKILL");
  });
  try {
    child.stdin.write(`${JSON.stringify(job)}\n`);
    // The pipe ends early by design when the collector has seen enough.
    const sent = pipeline(tar, child.stdin).catch(() => undefined);
    const said = await readAnswer(child.stdout);
    await exited;
    tar.destroy();
    await sent;
    // An answer that is there was given before the stream broke: the collector stops reading when it has seen enough.
    if (said === null) {
      if (broken) throw new EngineFault("the engine broke off while the output was read", { cause: broken });
      throw new RunFailure("invalid-output", "collect", "The output could not be read within the collector's limits.");
    }
    if (!said.ok) throw new RunFailure(said.code, "collect", said.message);
    return { flags: said.flags };
  } finally {
    clearTimeout(deadline);
    tar.destroy();
  }
}

async function readAnswer(stdout: Readable): Promise<CollectAnswer | null> {
  let text = "";
  for await (const piece of stdout) text = `${text}${String(piece)}`.slice(0, ANSWER_BYTES);
  return text.endsWith("\n") ? (JSON.parse(text) as CollectAnswer) : null;
}

/** The program's file: beside this one, or beside the bundle of the published command line. */
function programPath(): string {
  const source = fileURLToPath(new URL("./collector-process.ts", import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL("./collector-process.js", import.meta.url));
}
