import type { BoardComparison, BoardRevision, Standing } from "@bodymark/challenge";
import Link from "next/link";
import { formatScore } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

const COLUMNS = [
  "Algorithm",
  "Team",
  "Rank before",
  "Rank after",
  "DSC before",
  "DSC after",
  "NSD before",
  "NSD after",
];

/** Two revisions of a board, an entry a line. */
export function ComparisonTable({ base, entries }: { base: string; entries: BoardComparison["entries"] }) {
  const rank = (standing: Standing | null) => (standing ? (standing.rank ?? "—") : T.gone);
  const score = (standing: Standing | null, metric: "dice" | "nsd") => (standing ? formatScore(standing[metric]) : "—");
  return (
    <ScrollFrame label={T.tableOfBothRevisions}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.comparison}</caption>
        <HeadRow titles={COLUMNS} />
        <tbody>
          {entries.map(({ submission, algorithm, team, before, after }) => (
            <tr key={submission} className="border-line border-b last:border-0">
              <th scope="row" className="px-4 py-2 text-left font-normal">
                <Link className="link break-words" href={`${base}/${submission}`}>
                  {algorithm}
                </Link>
              </th>
              <td className="px-4 py-2">{team}</td>
              {[rank(before), rank(after)].map((value, i) => (
                <td key={i === 0 ? "before" : "after"} className="numbers px-4 py-2 whitespace-nowrap">
                  {value}
                </td>
              ))}
              {(["dice", "nsd"] as const).flatMap((metric) => [
                <td key={`${metric}-before`} className="numbers px-4 py-2">
                  {score(before, metric)}
                </td>,
                <td key={`${metric}-after`} className="numbers px-4 py-2">
                  {score(after, metric)}
                </td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

/** What a revision of a board is. */
export function RevisionFacts({ word, board, now }: { word: string; board: BoardRevision; now: string }) {
  return (
    <p>
      <span className="font-strong">
        {word}
        {T.revision} {board.number}
      </span>
      , <Instant at={board.at} now={now} />
      {T.reference} {board.referenceRevision}
      {T.scorer} {board.scorerVersion ?? T.notRecorded}: <span className="text-muted">{board.reason}</span>
    </p>
  );
}
