import type { LeaderboardView } from "@bodymark/challenge";
import { Empty } from "#ui/empty.tsx";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { Rank } from "./rank.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

/** The first lines of a leaderboard, for pages that lead to it. */
export function Leaders({ board, count }: { board: LeaderboardView; count: number }) {
  const entries = board.entries.slice(0, count);
  if (entries.length === 0) {
    return (
      <Empty title={board.published ? T.empty : T.unpublished}>
        <p>{board.published ? T.emptyHints[board.phaseStatus] : T.unpublishedShort}</p>
      </Empty>
    );
  }
  return (
    <ScrollFrame label={T.leadingEntries}>
      <table className="w-full text-small">
        <caption className="sr-only">
          {T.leadersOf} {board.challengeTitle}, {board.phaseTitle}
        </caption>
        <thead>
          <tr className="border-line border-b text-left">
            <th scope="col" className="py-2 pr-2 pl-4">
              #
            </th>
            <th scope="col" className="px-2 py-2">
              {T.columns.algorithm}
            </th>
            <th scope="col" className="px-2 py-2 text-right">
              {T.columns.dice}
            </th>
            <th scope="col" className="py-2 pr-4 pl-2 text-right">
              {T.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.submission} className="border-line border-b last:border-0">
              <td className="py-2 pr-2 pl-4 align-top">
                <Rank entry={entry} />
              </td>
              <td className="max-w-40 px-2 py-2">
                <span className="block truncate font-strong" title={entry.algorithm}>
                  {entry.algorithm}
                </span>
                <span className="block truncate text-muted" title={entry.team}>
                  {entry.team}
                </span>
              </td>
              <td className="px-2 py-2 text-right align-top">{formatScore(entry.dice)}</td>
              <td className="py-2 pr-4 pl-2 text-right align-top whitespace-nowrap">
                {formatDuration(entry.medianMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
