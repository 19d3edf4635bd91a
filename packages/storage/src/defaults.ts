const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const HOUR_MS = 3_600_000;

/** Every figure of this package, with its unit. */
export const DEFAULTS = {
  /** Bytes read from disk at a time. */
  readChunkBytes: 256 * KIB,
  /** S3 takes at most 10,000 parts: 16 MiB each reach 160 GB. Four are in memory at once. */
  partBytes: 16 * MIB,
  partsAtOnce: 4,
  /** S3's CopyObject refuses more than 5 GiB; larger objects are copied in parts of this size. */
  copyWholeBytes: 5 * GIB,
  copyPartBytes: 1 * GIB,
  /** A temporary file this old belongs to nobody: its process died. */
  temporaryAgeMs: 24 * HOUR_MS,
  connectTimeoutMs: 5_000,
  requestTimeoutMs: 300_000,
  attempts: 4,
} as const;
