"use client";

import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { COSTS_TEXTS as T } from "./texts.ts";

/** A figure as it is shown and as it sorts. */
export interface Figure {
  text: string;
  value: number;
}
export interface SortableRow {
  id: string;
  name: string;
  /** One for each column. */
  figures: readonly Figure[];
}

interface SortableTableProps {
  label: string;
  /** Title of the first column, the names'. */
  nameTitle: string;
  /** On a phone, cards show the columns marked `card`. */
  columns: readonly { title: string; card?: boolean }[];
  rows: readonly SortableRow[];
  /** Sums and the like: stay below, whatever is sorted. */
  footer?: readonly SortableRow[];
}

/** A table of figures whose headings sort; on a phone a card for each row. */
export function SortableTable({ label, nameTitle, columns, rows, footer = [] }: SortableTableProps) {
  const [sorting, setSorting] = useState<{ column: number; descending: boolean } | null>(null);
  const sortBy = (column: number) =>
    setSorting((before) => ({
      column,
      // Figures from the largest, names from A.
      descending: before?.column === column ? !before.descending : column >= 0,
    }));
  const sorted = sorting ? rows.toSorted(compareBy(sorting.column, sorting.descending)) : rows;
  return (
    <>
      <ScrollFrame label={label} className="hidden max-h-[85vh] sm:block">
        <table className="w-full text-small">
          <caption className="sr-only">
            {label}. {T.sortHint}
          </caption>
          <thead className="sticky top-0 z-10 bg-surface">
            <tr>
              {[{ title: nameTitle }, ...columns].map(({ title }, i) => {
                const active = sorting?.column === i - 1 ? sorting : null;
                const Arrow = active?.descending ? ArrowDown : ArrowUp;
                return (
                  <th
                    key={title}
                    scope="col"
                    aria-sort={active ? (active.descending ? "descending" : "ascending") : undefined}
                    className={clsx(
                      "border-line border-b px-3 py-1.5 align-bottom",
                      i > 0 ? "text-right" : "text-left",
                    )}
                  >
                    <button
                      type="button"
                      onClick={() => sortBy(i - 1)}
                      className="relative rounded-small py-1 font-strong whitespace-nowrap hover:text-accent"
                    >
                      {title}
                      {active ? (
                        <Arrow
                          aria-hidden
                          className={clsx("absolute top-1.5 size-3.5 text-accent", i > 0 ? "right-full" : "left-full")}
                        />
                      ) : null}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
          {footer.length > 0 ? (
            <tfoot className="bg-sunken/60">
              {footer.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tfoot>
          ) : null}
        </table>
      </ScrollFrame>
      <ul aria-label={label} className="space-y-3 sm:hidden">
        {[...sorted, ...footer].map((row) => (
          <li key={row.id} className="frame p-4">
            <p className="break-words font-strong">{row.name}</p>
            <dl className="mt-3 grid grid-cols-3 gap-2">
              {columns.map(({ title, card }, i) =>
                card ? (
                  <div key={title}>
                    <dt className="font-normal text-muted text-small">{title}</dt>
                    <dd className="numbers font-strong">{row.figures[i]?.text}</dd>
                  </div>
                ) : null,
              )}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ row }: { row: SortableRow }) {
  return (
    <tr className="align-top">
      <th scope="row" className="min-w-44 break-words border-line border-t px-3 py-2 text-left font-normal">
        {row.name}
      </th>
      {row.figures.map((figure, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row's figures stand in the order of the columns
        <td key={i} className="numbers whitespace-nowrap border-line border-t px-3 py-2 text-right">
          {figure.text}
        </td>
      ))}
    </tr>
  );
}

function compareBy(column: number, descending: boolean): (a: SortableRow, b: SortableRow) => number {
  const sign = descending ? -1 : 1;
  return (a, b) =>
    sign *
    (column < 0 ? a.name.localeCompare(b.name) : (a.figures[column]?.value ?? 0) - (b.figures[column]?.value ?? 0));
}
