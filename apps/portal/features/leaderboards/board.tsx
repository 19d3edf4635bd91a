"use client";

import type { BoardEntry } from "@bodymark/challenge";
import { useEffect, useMemo, useState } from "react";
import { Select } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { structureTitle } from "#ui/structure-colour.ts";
import { BoardCards } from "./board-cards.tsx";
import { bestFirst, type Sorting, type SortKey, sortRows, toRows } from "./board-row.ts";
import { BoardTable } from "./board-table.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

export interface BoardProps {
  entries: readonly BoardEntry[];
  structures: readonly string[];
  groups: readonly string[];
  initial: { structure: string | null; sorting: Sorting };
  now: string;
}

/** The board: choose a structure, sort by a column, open a line. The address keeps the choice; ranks never change. */
export function Board({ entries, structures, groups, initial, now }: BoardProps) {
  const [structure, setStructure] = useState(initial.structure);
  const [sorting, setSorting] = useState(initial.sorting);
  const [open, setOpen] = useState<string | null>(null);
  const rows = useMemo(() => sortRows(toRows(entries, structure), sorting), [entries, structure, sorting]);
  const mixed = rows.some((row) => row.hardwareLetter !== null);

  useEffect(() => {
    const url = new URL(window.location.href);
    const put = (name: string, value: string | null) =>
      value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    put("structure", structure);
    put("sort", sorting.key === "rank" && !sorting.descending ? null : sorting.key);
    put("order", sorting.descending === bestFirst(sorting.key) ? null : sorting.descending ? "desc" : "asc");
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
  }, [structure, sorting]);

  useEffect(() => {
    const follow = () => {
      const id = window.location.hash.replace("#entry-", "");
      if (entries.some((entry) => entry.submission === id)) setOpen(id);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [entries]);

  function sortBy(key: SortKey) {
    setSorting((before) => ({ key, descending: before.key === key ? !before.descending : bestFirst(key) }));
  }
  const view = {
    rows,
    groups,
    sorting,
    structure,
    now,
    open,
    toggle: (id: string) => setOpen(open === id ? null : id),
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Select
          label={T.structure}
          value={structure ?? ""}
          onChange={(event) => setStructure(event.target.value || null)}
        >
          <option value="">{T.whole}</option>
          {structures.map((name) => (
            <option key={name} value={name}>
              {structureTitle(name)}
            </option>
          ))}
        </Select>
        <Select
          label={T.sortBy}
          className="sm:hidden"
          value={sorting.key}
          onChange={(event) => {
            const key = event.target.value as SortKey;
            setSorting({ key, descending: bestFirst(key) });
          }}
        >
          {(["rank", "dice", "nsd", "medianMs", "peakMemoryBytes", "failedCases"] as const).map((key) => (
            <option key={key} value={key}>
              {T.columns[key]}
            </option>
          ))}
        </Select>
      </div>
      {mixed ? (
        <Notice tone="warn">
          <p className="text-small">{T.mixedHardware}</p>
        </Notice>
      ) : null}
      <div className="hidden sm:block">
        <BoardTable {...view} sortBy={sortBy} />
      </div>
      <div className="sm:hidden">
        <BoardCards {...view} />
      </div>
    </div>
  );
}
