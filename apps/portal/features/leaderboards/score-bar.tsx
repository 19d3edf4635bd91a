import { formatScore } from "#ui/format-number.ts";
import { BOARD_TEXTS as T } from "./texts.ts";

/** A score with a bar from 0 to 1 under it, so that differences are seen before they are read. */
export function ScoreBar({ value, colour = "var(--accent)" }: { value: number | null; colour?: string }) {
  if (value === null) return <span className="text-muted text-small">{T.notCounted}</span>;
  return (
    <span className="inline-block w-16 text-right">
      {formatScore(value)}
      <span aria-hidden className="mt-0.5 block h-1 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full" style={{ width: `${value * 100}%`, background: colour }} />
      </span>
    </span>
  );
}
