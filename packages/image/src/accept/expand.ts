import type { Readable } from "node:stream";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { imageTooLarge, invalidArchive } from "./refuse.ts";

export type Packing = "plain" | "gzip" | "zstd";

/** How bytes are packed, by their first four. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  return "plain";
}

/** Counts bytes against the caps of one acceptance: shared by the archive and all layers in it. */
export interface ByteBudget {
  maxBytes: number;
  maxRatio: number;
  packedBytes: number;
  expandedBytes: number;
}

/** Below this, no ratio is looked at: small files may pack very well. */
const RATIO_FROM_BYTES = 64 * 1024 ** 2;

/**
 * The unpacked bytes of a stream, counted against the budget as they come: a bomb is refused after the cap's worth of
 * output, not after it went off.
 */
export function expand(source: Readable, packing: Packing, budget: ByteBudget, signal?: AbortSignal): Readable {
  const out = new PassThrough({ highWaterMark: 1 << 20 });
  const count = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _, done) {
      budget.expandedBytes += chunk.length;
      if (budget.expandedBytes > budget.maxBytes) {
        done(
          imageTooLarge(
            `The image is larger than the ${gib(budget.maxBytes)} GiB that this phase allows, uncompressed.`,
          ),
        );
      } else if (
        budget.expandedBytes > RATIO_FROM_BYTES &&
        budget.expandedBytes > budget.maxRatio * budget.packedBytes
      ) {
        done(
          invalidArchive(`The archive expands to more than ${budget.maxRatio} times its size, as no real image does.`),
        );
      } else {
        done(null, chunk);
      }
    },
  });
  const unpack =
    packing === "gzip"
      ? createGunzip({ chunkSize: 1 << 20 })
      : packing === "zstd"
        ? createZstdDecompress({ chunkSize: 1 << 20 })
        : null;
  const steps = unpack ? [source, unpack, count, out] : [source, count, out];
  pipeline(steps, signal ? { signal } : {}).catch((error: unknown) =>
    out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return out;
}

function gib(bytes: number): string {
  return String(Math.round((bytes / 1024 ** 3) * 10) / 10);
}
