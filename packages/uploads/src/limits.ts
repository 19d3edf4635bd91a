const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Every figure of this package, with its unit. */
export const UPLOAD_LIMITS = {
  /** Unfinished uploads that one person may have at a time. */
  openPerOwner: 5,
  /** An unfinished upload to which nothing has come for this long is given up. */
  idleMs: 72 * HOUR_MS,
  /** An upload that was finished but never handed in is given up after this long. */
  unusedMs: 168 * HOUR_MS,
  /** Space that a new upload must leave free on the disk. */
  reserveBytes: 2048 * MIB,
  /** Largest file of a case: one compressed volume. */
  caseBytes: 2048 * MIB,
  fileNameLetters: 200,
  /** How long a request waits for another of the same upload, and how long that one has to come to an end. */
  lockWaitMs: 30_000,
  lockDrainMs: 1_000,
  /** S3: bytes of a part. */
  partBytes: 16 * MIB,
  /** What is still read of a request whose content has been refused: the clients' chunk. */
  swallowBytes: 64 * MIB,
  /** Hashes of uploads under way that are kept in memory; others are computed from the storage at the end. */
  runningHashes: 1_000,
} as const;
