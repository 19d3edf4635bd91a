import type { BoardEntry } from "@bodymark/challenge";
import { BOARD_TEXTS as T } from "./texts.ts";

/** A rank with its bootstrap range beside it. */
export function Rank({ entry }: { entry: Pick<BoardEntry, "rank" | "rankInterval"> }) {
  const range = entry.rankInterval;
  return (
    <span className="numbers whitespace-nowrap">
      <span className="font-strong">{entry.rank ?? "–"}</span>
      {range ? (
        <span className="ml-1.5 text-muted text-small">
          <span className="sr-only">{T.rankRange} </span>
          {range[0] === range[1] ? range[0] : `${range[0]}–${range[1]}`}
        </span>
      ) : null}
    </span>
  );
}
