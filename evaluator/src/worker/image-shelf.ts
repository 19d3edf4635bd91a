import type { Executor } from "../run/executor.ts";

/**
 * The images that this worker keeps in its engine, bounded in bytes: the least recently used are unloaded first, one
 * that an evaluation holds never, nor any that the platform did not load itself. Layers that images share count in each,
 * so the engine holds at most what is counted here.
 */
export class ImageShelf {
  readonly #executor: Pick<Executor, "keepImage" | "keptImages" | "removeImage">;
  readonly #maxBytes: number;
  readonly #holders = new Map<string, number>();

  constructor(executor: Pick<Executor, "keepImage" | "keptImages" | "removeImage">, maxBytes: number) {
    this.#executor = executor;
    this.#maxBytes = maxBytes;
  }

  /** Keeps an image that the engine has until the returned function is called, and unloads what is then too much. */
  async hold(id: string): Promise<() => void> {
    this.#holders.set(id, (this.#holders.get(id) ?? 0) + 1);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      const left = (this.#holders.get(id) ?? 1) - 1;
      if (left > 0) this.#holders.set(id, left);
      else this.#holders.delete(id);
    };
    try {
      await this.#executor.keepImage(id);
      await this.shrink(this.#maxBytes);
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Unloads the least recently used until at most `bytes` are left, or only held ones; names those that went. */
  async shrink(bytes: number): Promise<string[]> {
    const kept = [...(await this.#executor.keptImages())];
    let total = kept.reduce((sum, image) => sum + image.sizeBytes, 0);
    const removed: string[] = [];
    for (const image of kept.sort((a, b) => a.lastUsedAt.getTime() - b.lastUsedAt.getTime())) {
      if (total <= bytes) break;
      if (this.#holders.has(image.id)) continue;
      await this.#executor.removeImage(image.id);
      total -= image.sizeBytes;
      removed.push(image.id);
    }
    return removed;
  }
}
