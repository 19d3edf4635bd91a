import { createHash, type Hash } from "node:crypto";
import { type ArchiveFormat, recogniseArchive, SIGNATURE_BYTES } from "@bodymark/contracts";

/** What is known of a file of which the bytes from the start on have passed: length, hash and format. */
export class Receipt {
  readonly #hash: Hash = createHash("sha256");
  #start: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  add(chunk: Buffer): void {
    this.#sizeBytes += chunk.byteLength;
    this.#hash.update(chunk);
    const missing = SIGNATURE_BYTES - this.#start.byteLength;
    if (missing > 0) this.#start = Buffer.concat([this.#start, chunk.subarray(0, missing)]);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Undefined as long as too little has come to tell. */
  get format(): ArchiveFormat | null | undefined {
    return this.#start.byteLength < SIGNATURE_BYTES ? undefined : recogniseArchive(this.#start);
  }

  finish(): { sizeBytes: number; sha256: string; format: ArchiveFormat | null } {
    return { sizeBytes: this.#sizeBytes, sha256: this.#hash.digest("hex"), format: recogniseArchive(this.#start) };
  }
}
