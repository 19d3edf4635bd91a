"use client";

import { clsx } from "clsx";
import { ArrowDown, ArrowUp, ChevronDown } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Badge } from "#ui/badge.tsx";
import { formatBytes, formatDuration } from "#ui/format-number.ts";
import { structureColour } from "#ui/structure-colour.ts";
import type { BoardRow, Sorting, SortKey } from "./board-row.ts";
import { EntryDetail } from "./entry-detail.tsx";
import { Rank } from "./rank.tsx";
import { ScoreBar } from "./score-bar.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

export interface BoardViewProps {
  rows: readonly BoardRow[];
  groups: readonly string[];
  sorting: Sorting;
  structure: string | null;
  now: string;
  open: string | null;
  toggle: (submission: string) => void;
}

export function BoardTable({ sortBy, ...view }: BoardViewProps & { sortBy: (key: SortKey) => void }) {
  const { rows, groups, sorting, structure, now, open, toggle } = view;
  const columns: { key: SortKey; title: string; end: boolean; hint?: string | undefined }[] = [
    { key: "rank", title: "#", end: false, hint: T.rangeHint },
    { key: "algorithm", title: T.columns.algorithm, end: false },
    { key: "dice", title: T.columns.dice, end: true, hint: T.hints.dice },
    { key: "nsd", title: T.columns.nsd, end: true, hint: T.hints.nsd },
    ...groups.map((name) => ({
      key: `group:${name}` as const,
      title: name,
      end: true,
      hint: `Mean DSC over the structures of the group “${name}”`,
    })),
    { key: "medianMs", title: T.columns.medianMs, end: true, hint: T.hints.medianMs },
    { key: "peakMemoryBytes", title: T.columns.peakMemoryBytes, end: true, hint: T.hints.peakMemoryBytes },
    { key: "failedCases", title: T.columns.failedCases, end: true, hint: T.hints.failedCases },
  ];
  const colour = structure ? structureColour(structure) : "var(--accent)";
  return (
    <div className="frame relative max-h-[85vh] overflow-auto">
      <table className="w-full text-small">
        <caption className="sr-only">{T.leaderboardColumnHeadingsSort}</caption>
        <thead className="sticky top-0 z-20 bg-surface text-small">
          <tr>
            {columns.map(({ key, title, end, hint }) => (
              <th
                key={key}
                scope="col"
                title={hint}
                aria-sort={sorting.key === key ? (sorting.descending ? "descending" : "ascending") : undefined}
                className={clsx("border-line border-b px-3 py-1.5 align-bottom", end ? "text-right" : "text-left")}
              >
                <button
                  type="button"
                  onClick={() => sortBy(key)}
                  className={clsx("relative rounded-small py-1 font-strong whitespace-nowrap hover:text-accent")}
                >
                  {key === "rank" ? <span className="sr-only">{T.columns.rank}</span> : null}
                  <span aria-hidden={key === "rank" || undefined}>{title}</span>
                  {key.startsWith("group:") ? <span className="block font-normal text-muted">DSC</span> : null}
                  {sorting.key === key ? <SortArrow end={end} descending={sorting.descending} /> : null}
                </button>
              </th>
            ))}
            <th scope="col" className="border-line border-b px-3 py-2.5 text-left align-bottom">
              {T.columns.hardware}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { entry } = row;
            const isOpen = open === entry.submission;
            return (
              <Fragment key={entry.submission}>
                <tr
                  id={`entry-${entry.submission}`}
                  className={clsx("scroll-mt-12 align-top", isOpen ? "bg-sunken/60" : "hover:bg-sunken/60")}
                >
                  <Cell>
                    <Rank entry={entry} />
                  </Cell>
                  <th scope="row" className="min-w-44 border-line border-t px-3 py-2.5 text-left font-normal">
                    <button
                      type="button"
                      aria-expanded={isOpen}
                      aria-controls={`detail-${entry.submission}`}
                      onClick={() => toggle(entry.submission)}
                      className="group flex max-w-72 items-start gap-1.5 rounded-small text-left"
                    >
                      <ChevronDown
                        aria-hidden
                        className={clsx("mt-1 size-4 shrink-0 text-muted", !isOpen && "-rotate-90")}
                      />
                      <span className="min-w-0">
                        <span className="break-words font-strong text-base group-hover:underline">
                          {entry.algorithm}
                        </span>
                        <span className="block break-words text-muted">{entry.team}</span>
                      </span>
                    </button>
                    <EntryBadges row={row} />
                  </th>
                  <Cell end>
                    <ScoreBar value={row.dice} colour={colour} />
                  </Cell>
                  <Cell end>
                    <ScoreBar value={row.nsd} colour={colour} />
                  </Cell>
                  {groups.map((name) => (
                    <Cell key={name} end>
                      {entry.groups.find((group) => group.name === name)?.dice?.toFixed(3) ?? "—"}
                    </Cell>
                  ))}
                  <Cell end>
                    {formatDuration(entry.medianMs)}
                    {row.hardwareLetter ? <sup className="ml-0.5 text-muted">{row.hardwareLetter}</sup> : null}
                  </Cell>
                  <Cell end>{formatBytes(entry.peakMemoryBytes)}</Cell>
                  <Cell end>
                    <span className={entry.failedCases > 0 ? "font-strong text-bad" : "text-muted"}>
                      {entry.failedCases} {T.of} {entry.caseCount}
                    </span>
                  </Cell>
                  <td className="max-w-36 truncate border-line border-t px-3 py-2.5 text-muted" title={entry.hardware}>
                    {row.hardwareLetter ? <span className="font-strong">{row.hardwareLetter}: </span> : null}
                    {entry.hardware}
                  </td>
                </tr>
                {isOpen ? (
                  <tr id={`detail-${entry.submission}`} className="bg-sunken/60">
                    <td colSpan={columns.length + 1} className="px-4 pt-2 pb-6">
                      <EntryDetail entry={entry} now={now} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ end = false, children }: { end?: boolean; children: ReactNode }) {
  return (
    <td className={clsx("border-line border-t px-3 py-2.5 whitespace-nowrap", end && "text-right")}>{children}</td>
  );
}

function SortArrow({ end, descending }: { end: boolean; descending: boolean }) {
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <Arrow aria-hidden className={clsx("absolute top-1.5 size-3.5 text-accent", end ? "right-full" : "left-full")} />
  );
}

export function EntryBadges({ row: { entry } }: { row: BoardRow }) {
  if (!entry.baseline && !entry.verified) return null;
  return (
    <span className="mt-1 ml-5.5 flex gap-1.5">
      {entry.baseline ? <Badge>{T.baseline}</Badge> : null}
      {entry.verified ? <Badge tone="good">{T.verified}</Badge> : null}
    </span>
  );
}
