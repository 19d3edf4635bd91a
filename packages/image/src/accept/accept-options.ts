import type { Profile } from "@bodymark/contracts";

const MiB = 1024 ** 2;

/** What an archive may be, and what it is accepted for. Sizes in bytes. */
export interface AcceptOptions {
  readonly profile: Profile;
  /** Limit of the file and of its unpacked layers, each for itself. */
  readonly maxImageBytes: number;
  /** Unpacked bytes per byte of the file; images reach 2 to 5, a gzip bomb 1000. Counts from 64 MiB on. */
  readonly maxExpandRatio?: number;
  /** Entries of the archive and of its layers together; a large conda image has some 400,000. */
  readonly maxEntries?: number;
  /** Docker's own limit is 125. */
  readonly maxLayers?: number;
  /** The engine's processor, by default this machine's, and system; in Go's names. */
  readonly architecture?: string;
  readonly os?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readBytes: number; totalBytes: number }) => void;
}

export const ACCEPT_DEFAULTS = {
  maxExpandRatio: 100,
  maxEntries: 2_000_000,
  maxLayers: 125,
  os: "linux",
} as const;

const NODE_TO_GO: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** This machine's processor in Go's names. */
export function ownArchitecture(): string {
  return NODE_TO_GO[process.arch] ?? process.arch;
}

/** Below this an archive may expand at any ratio: it harms nobody. */
export const RATIO_FREE_BYTES = 64 * MiB;
