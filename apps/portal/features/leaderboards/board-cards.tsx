"use client";

import { ChevronDown } from "lucide-react";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import type { BoardViewProps } from "./board-table.tsx";
import { EntryBadges } from "./board-table.tsx";
import { EntryDetail } from "./entry-detail.tsx";
import { Rank } from "./rank.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

/** The board on a phone: a card per entry with the three figures that matter, the rest behind a touch. */
export function BoardCards({ rows, now, open, toggle }: BoardViewProps) {
  return (
    <ol className="space-y-3">
      {rows.map((row) => {
        const { entry } = row;
        const isOpen = open === entry.submission;
        const figures = [
          [T.columns.dice, formatScore(row.dice)],
          [T.columns.nsd, formatScore(row.nsd)],
          [
            T.columns.medianMs,
            `${formatDuration(entry.medianMs)}${row.hardwareLetter ? ` (${row.hardwareLetter})` : ""}`,
          ],
        ] as const;
        return (
          <li key={entry.submission} className="frame p-4">
            <div className="flex items-start gap-3">
              <span className="w-12 shrink-0 text-large">
                <Rank entry={entry} />
              </span>
              <div className="min-w-0 flex-1">
                <p className="break-words font-strong">{entry.algorithm}</p>
                <p className="break-words text-muted text-small">{entry.team}</p>
                <EntryBadges row={row} />
              </div>
            </div>
            <dl className="mt-3 grid grid-cols-3 gap-2">
              {figures.map(([term, value]) => (
                <div key={term}>
                  <dt className="font-normal text-muted text-small">{term}</dt>
                  <dd className="font-strong">{value}</dd>
                </div>
              ))}
            </dl>
            {entry.failedCases > 0 ? (
              <p className="mt-2 text-bad text-small">
                {entry.failedCases} {T.of} {entry.caseCount} {T.casesFailed}
              </p>
            ) : null}
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => toggle(entry.submission)}
              className="mt-3 flex w-full items-center justify-center gap-1 rounded-base border border-line py-1.5 text-small"
            >
              {isOpen ? T.less : T.byStructure}
              <span className="sr-only">
                {" "}
                {T.of} {entry.algorithm}
              </span>
              <ChevronDown aria-hidden className={isOpen ? "size-4 rotate-180" : "size-4"} />
            </button>
            {isOpen ? (
              <div className="mt-4">
                <EntryDetail entry={entry} now={now} />
              </div>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
