import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { ObjectStore } from "@bodymark/storage";

/** An object as the database names it. */
export interface CachedObject {
  key: string;
  sha256: string;
}

/** A local copy that stays until it is let go. */
export interface HeldObject {
  path: string;
  release(): Promise<void>;
}

interface Entry {
  bytes: number;
  usedAt: number;
  holders: number;
}

/**
 * Local copies of objects (archives, images and references of cases, kept predictions), named by their SHA-256, in a
 * folder that only this program may read. Bounded in bytes: the least recently used go first, one that is held never,
 * so that a single object larger than the bound is there for as long as it is needed. The store checks the bytes while
 * copying and a copy appears whole or not at all, so a file that is there is good, also after a restart.
 */
export class ObjectCache {
  readonly #store: Pick<ObjectStore, "copyToFile">;
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  readonly #arriving = new Map<string, Promise<void>>();

  private constructor(store: Pick<ObjectStore, "copyToFile">, folder: string, maxBytes: number) {
    this.#store = store;
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Finds what an earlier run of this worker left in `folder`, and removes what is not whole or too much. */
  static async open(store: Pick<ObjectStore, "copyToFile">, folder: string, maxBytes: number): Promise<ObjectCache> {
    const cache = new ObjectCache(store, folder, maxBytes);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (name.endsWith(".partial")) await rm(join(folder, name), { force: true });
      else {
        const { size, mtimeMs } = await stat(join(folder, name));
        cache.#entries.set(name, { bytes: size, usedAt: mtimeMs, holders: 0 });
      }
    }
    await cache.shrink(maxBytes);
    return cache;
  }

  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#entries.values()) sum += bytes;
    return sum;
  }

  /** Where a copy lies while it is held. */
  pathOf(object: CachedObject, extension: string): string {
    return join(this.#folder, `${object.sha256}${extension}`);
  }

  /** Brings a copy here, unless there is one, and keeps it until `release`. */
  async hold(object: CachedObject, extension: string, signal: AbortSignal): Promise<HeldObject> {
    const name = `${object.sha256}${extension}`;
    const path = this.pathOf(object, extension);
    const entry = this.#entries.get(name) ?? { bytes: 0, usedAt: 0, holders: 0 };
    this.#entries.set(name, entry);
    entry.holders += 1; // before the first pause: nobody may evict it from here on
    let held = true;
    const release = async (): Promise<void> => {
      if (!held) return;
      held = false;
      entry.holders -= 1;
      await this.shrink(this.#maxBytes);
    };
    try {
      await this.#bring(object.key, name, path, signal);
      const { size } = await stat(path);
      const now = new Date();
      Object.assign(entry, { bytes: size, usedAt: now.getTime() });
      await utimes(path, now, now); // so that a restart knows the order
      await this.shrink(this.#maxBytes);
      return { path, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Removes the least recently used until at most `bytes` are left, or only held ones. Says how many bytes went. */
  async shrink(bytes: number): Promise<number> {
    let removed = 0;
    const idle = [...this.#entries].filter(([, entry]) => entry.holders === 0);
    for (const [name, entry] of idle.sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (this.bytes <= bytes) break;
      if (entry.holders > 0) continue; // taken while another one was removed
      this.#entries.delete(name);
      await rm(join(this.#folder, name), { force: true });
      removed += entry.bytes;
    }
    return removed;
  }

  /** Several that want the same object wait for one copy; it is made anew if the one who made it was cancelled. */
  async #bring(key: string, name: string, path: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const arriving = this.#arriving.get(name);
      if (!arriving) break;
      await arriving.catch(() => undefined); // Theirs to tell; ours is tried below.
    }
    const bring = async (): Promise<void> => {
      if (!(await stat(path).catch(() => null))) await this.#store.copyToFile(key, path, { signal });
    };
    const copy = bring();
    this.#arriving.set(name, copy);
    try {
      await copy;
    } finally {
      this.#arriving.delete(name);
    }
  }
}
