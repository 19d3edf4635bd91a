import type { Profile } from "@bodymark/contracts";

/** Caps of acceptance; a hostile archive is refused before it costs more than these. */
export interface AcceptOptions {
  profile: Profile;
  /** Most bytes that the image may take, uncompressed. */
  maxImageBytes: number;
  /** The processor that images must be for. */
  architecture?: string;
  /** Most expanded bytes for each byte of the archive, once 64 MiB have come out. */
  maxExpandRatio?: number;
  maxEntries?: number;
  maxLayers?: number;
  signal?: AbortSignal;
}

export const DEFAULT_CAPS = {
  maxExpandRatio: 300,
  /** Docker's own limit is 127 with overlay2 and 125 elsewhere. */
  maxLayers: 125,
  maxEntries: 2_000_000,
  maxJsonBytes: 8 * 1024 ** 2,
} as const;
