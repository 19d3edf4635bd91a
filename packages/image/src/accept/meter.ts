import { RATIO_FREE_BYTES } from "./accept-options.ts";
import { gib, imageTooLarge } from "./refuse.ts";

export interface Caps {
  readonly maxImageBytes: number;
  readonly maxExpandRatio: number;
  readonly maxEntries: number;
}

/** Counts what an archive unpacks to and refuses it at the first byte or entry too many. */
export class Meter {
  /** Bytes of the unpacked archive, and of the unpacked tars inside it. */
  archiveBytes = 0;
  layerBytes = 0;
  entries = 0;
  readonly #caps: Caps;
  readonly #fileBytes: number;

  constructor(caps: Caps, fileBytes: number) {
    this.#caps = caps;
    this.#fileBytes = fileBytes;
    if (fileBytes > caps.maxImageBytes) {
      throw imageTooLarge(
        `The file is ${gib(fileBytes)} but this phase takes ${gib(caps.maxImageBytes)}: use a smaller base image and remove caches.`,
      );
    }
  }

  countArchive(bytes: number): void {
    this.archiveBytes += bytes;
    this.#check(this.archiveBytes);
  }

  countLayer(bytes: number): void {
    this.layerBytes += bytes;
    this.#check(this.layerBytes);
  }

  countEntry(): void {
    if (++this.entries <= this.#caps.maxEntries) return;
    throw imageTooLarge(
      `The image holds more than ${this.#caps.maxEntries} files: remove package caches and data that the algorithm does not need.`,
    );
  }

  #check(bytes: number): void {
    if (bytes > this.#caps.maxImageBytes) {
      throw imageTooLarge(
        `The image unpacks to more than the ${gib(this.#caps.maxImageBytes)} that this phase takes: use a smaller base image and remove caches.`,
      );
    }
    if (bytes > RATIO_FREE_BYTES && bytes > this.#fileBytes * this.#caps.maxExpandRatio) {
      throw imageTooLarge(
        `The file of ${gib(this.#fileBytes)} unpacks to more than ${this.#caps.maxExpandRatio} times its size, as no real image does: remove large files of zeros from the image.`,
      );
    }
  }
}
