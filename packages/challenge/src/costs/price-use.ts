import type { Prices } from "@bodymark/challenge-file";
import type { UseFigures } from "./use-figures.ts";

const GB = 1e9;

/** Money for hours at the prices of now; null where neither hour has a price. Reserved cores are paid, busy or not. */
export function priceUse(use: Pick<UseFigures, "gpuHours" | "coreHours">, prices: Prices): number | null {
  if (prices.gpuHour === null && prices.coreHour === null) return null;
  return use.gpuHours * (prices.gpuHour ?? 0) + use.coreHours * (prices.coreHour ?? 0);
}

/** Money for a month of keeping so many bytes; null without a price. */
export function priceStorage(bytes: number, prices: Prices): number | null {
  return prices.gbMonth === null ? null : (bytes / GB) * prices.gbMonth;
}
