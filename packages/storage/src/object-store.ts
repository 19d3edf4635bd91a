import type { Readable } from "node:stream";

/** What is stored: bytes, a stream that is read once, or a file's content. */
export type ObjectBody = Uint8Array | Readable | { path: string };

/** From `offset` on, `length` bytes or up to the end. */
export interface ByteRange {
  offset: number;
  length?: number;
}

export interface ObjectEntry {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

export interface ObjectInfo extends ObjectEntry {
  /** Lower-case hex; null where the store never learned it (S3: a stream without a declared hash). */
  sha256: string | null;
  contentType: string | null;
}

export interface PutOptions {
  /** Expected SHA-256 (hex): a body with another one is refused and leaves nothing behind. */
  sha256?: string;
  contentType?: string;
  signal?: AbortSignal;
}

export interface GetOptions {
  range?: ByteRange;
  signal?: AbortSignal;
}

/** Where resumable uploads grow until they are whole. Not seen by `list`; only `adopt` makes an object of them. */
export type Staging = {
  read(name: string): Promise<Readable>;
  /** Makes a staged upload the object `key` without sending its bytes again; `sha256` is what was computed from it. */
  adopt(name: string, key: string, options: { sha256: string; contentType?: string }): Promise<ObjectInfo>;
  /** Removes whatever is staged under the name; nothing happens when there is nothing. */
  remove(name: string): Promise<void>;
} & (
  | { kind: "disk"; folder: string }
  | { kind: "s3"; bucket: string; prefix: string; client: Record<string, unknown> }
);

/**
 * The object storage port. Keys are `/`-separated (see `parseObjectKey`). A `put` shows whole or not at all, and the
 * last of several wins. Errors are the classes of `errors.ts`; an aborted call rejects with its signal's reason.
 */
export interface ObjectStore {
  readonly staging: Staging;
  put(key: string, body: ObjectBody, options?: PutOptions): Promise<ObjectInfo & { sha256: string }>;
  /** The object's bytes. A whole read ends in `ChecksumMismatch` when they are not those that were put. */
  get(key: string, options?: GetOptions): Promise<Readable>;
  head(key: string): Promise<ObjectInfo | null>;
  /** Nothing happens when there is no such object. */
  delete(key: string): Promise<void>;
  /** Every object whose key begins with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ObjectEntry>;
  /** Writes the object to a file, which appears whole or not at all. */
  copyToFile(key: string, path: string, options?: { signal?: AbortSignal }): Promise<ObjectInfo>;
  /** Resolves when the store can be read and written; for probes. */
  check(): Promise<void>;
  close(): void;
}
