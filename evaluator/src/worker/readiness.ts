import { statfs } from "node:fs/promises";
import type { ObjectStore } from "@bodymark/storage";
import type { Logger } from "pino";
import type { Executor } from "../run/executor.ts";
import { LOOK_MS, SHORT_DISK_FACTOR } from "./defaults.ts";
import type { ImageShelf } from "./image-shelf.ts";
import type { ObjectCache } from "./object-cache.ts";

/** What keeps a worker from taking new work. Work that it has goes on as far as it can. */
export const ALARMS = ["disk-full", "engine-disk-full", "engine-unreachable", "storage-unreachable"] as const;
export type Alarm = (typeof ALARMS)[number];

interface Parts {
  workDir: string;
  minFreeBytes: number;
  store: Pick<ObjectStore, "check">;
  executor: Pick<Executor, "check">;
  cache: ObjectCache;
  shelf: ImageShelf;
  log: Logger;
  /** Told when alarms begin or end. */
  onChange(alarms: readonly Alarm[]): void;
}

/**
 * Whether this worker may take new work: its disk has room, its engine and the storage answer. Looks at most every
 * LOOK_MS. Where the disk runs short it first gives up what can be fetched again: cached objects, then images.
 */
export class Readiness {
  readonly #parts: Parts;
  #alarms: readonly Alarm[] = [];
  #freeBytes = Number.NaN;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #engineFullUntil = Number.NEGATIVE_INFINITY;
  #engineFullTimes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }

  /** Of the disk under this worker's folder, at the last look. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  async mayClaim(): Promise<boolean> {
    if (performance.now() - this.#lookedAt >= LOOK_MS.every) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null;
      });
      await this.#looking;
    }
    return this.#alarms.length === 0;
  }

  /**
   * The engine had no room for an image or a container. Nobody but the engine knows how much it has, so all that no
   * evaluation holds is unloaded, and after a pause that grows from time to time the next claim tries.
   */
  async engineDiskWasFull(): Promise<void> {
    const pauseMs = Math.min(LOOK_MS.engineFull.first * 2 ** this.#engineFullTimes, LOOK_MS.engineFull.longest);
    this.#engineFullTimes += 1;
    this.#engineFullUntil = performance.now() + pauseMs;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    const unloaded = await this.#parts.shelf.shrink(0);
    this.#parts.log.error({ unloaded, pauseMs }, "the engine's disk is full: images that are not in use were unloaded");
  }

  /** A container came to its end: the engine has room again. */
  engineHasRoom(): void {
    this.#engineFullTimes = 0;
  }

  async #look(): Promise<void> {
    const { store, executor } = this.#parts;
    const [disk, engine, storage] = await Promise.all([
      this.#hasRoom(),
      answers(() => executor.check()),
      answers(() => store.check()),
    ]);
    const alarms: Alarm[] = [];
    if (!disk) alarms.push("disk-full");
    if (performance.now() < this.#engineFullUntil) alarms.push("engine-disk-full");
    if (!engine) alarms.push("engine-unreachable");
    if (!storage) alarms.push("storage-unreachable");
    this.#lookedAt = performance.now();
    const before = this.#alarms;
    this.#alarms = alarms;
    if (alarms.join() !== before.join()) this.#tell(alarms);
  }

  #tell(alarms: readonly Alarm[]): void {
    const { log, onChange, minFreeBytes, workDir } = this.#parts;
    const facts = { alarms, freeBytes: this.#freeBytes, neededBytes: minFreeBytes, folder: workDir };
    if (alarms.length > 0) log.error(facts, `no new work is taken: ${alarms.join(", ")}`);
    else log.info(facts, "new work is taken again");
    onChange(alarms);
  }

  async #hasRoom(): Promise<boolean> {
    const { minFreeBytes, cache, shelf, log } = this.#parts;
    const enough = SHORT_DISK_FACTOR * minFreeBytes;
    let free = await this.#measure();
    if (free < enough) {
      const bytes = await cache.shrink(Math.max(0, cache.bytes - (enough - free)));
      free = await this.#measure();
      const kept = free < enough ? await shelf.shrink(0).catch(() => []) : []; // An engine that is away is told apart.
      if (bytes > 0 || kept.length > 0)
        log.warn({ bytes, images: kept }, "disk runs short: cached objects and images removed");
      free = await this.#measure();
    }
    return free >= minFreeBytes;
  }

  async #measure(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#parts.workDir);
    this.#freeBytes = bavail * bsize;
    return this.#freeBytes;
  }
}

async function answers(ask: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LOOK_MS.patience);
  });
  const asked = ask().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
