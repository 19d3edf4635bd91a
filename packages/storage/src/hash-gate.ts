import { createHash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { ChecksumMismatch } from "./errors.ts";

/**
 * Passes bytes on, counting and hashing them. When a hash is expected and the bytes have another, the stream ends in
 * `ChecksumMismatch` instead of its end, so that whoever writes it never finishes.
 */
export class HashGate extends Transform {
  readonly #key: string;
  readonly #expected: string | undefined;
  readonly #hash = createHash("sha256");
  #sizeBytes = 0;
  #sha256: string | undefined;

  constructor(key: string, expected: string | undefined) {
    super();
    this.#key = key;
    this.#expected = expected?.toLowerCase();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#sizeBytes += chunk.byteLength;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.#sha256 = this.#hash.digest("hex");
    const wrong = this.#expected !== undefined && this.#sha256 !== this.#expected;
    done(wrong ? new ChecksumMismatch(this.#key, this.#expected ?? "", this.#sha256) : null);
  }

  /** What passed, once the end has. */
  result(): { sizeBytes: number; sha256: string } {
    if (this.#sha256 === undefined) throw new Error("the stream has not ended");
    return { sizeBytes: this.#sizeBytes, sha256: this.#sha256 };
  }
}
