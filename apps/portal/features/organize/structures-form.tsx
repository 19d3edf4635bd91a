"use client";

import type { Structure } from "@bodymark/contracts";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { saveStructuresAction } from "./actions.ts";
import { OrganizeForm } from "./organize-form.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

interface Row {
  key: number;
  label: string;
  name: string;
  toleranceMm: string;
  groups: string;
  flareToleranceMm: string;
}
type Column = Exclude<keyof Row, "key">;

const COLUMNS: readonly { name: Column; title: string; width: string; numeric?: boolean }[] = [
  { name: "label", title: "Label", width: "w-20", numeric: true },
  { name: "name", title: "Structure", width: "w-56" },
  { name: "toleranceMm", title: "NSD tolerance, mm", width: "w-28" },
  { name: "groups", title: "Groups", width: "w-44" },
  { name: "flareToleranceMm", title: "FLARE tolerance, mm", width: "w-28", numeric: true },
];

/** The scored structures, a row each. Lists of tolerances or groups have commas between. */
export function StructuresForm({
  challenge,
  structures,
  base,
  readOnly,
}: {
  challenge: string;
  base: string;
  structures: readonly Structure[];
  readOnly: boolean;
}) {
  const [rows, setRows] = useState<Row[]>(() => structures.map(toRow));
  const change = (key: number, column: Column, value: string) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, [column]: value } : row)));
  const add = () =>
    setRows((before) => [
      ...before,
      {
        key: Math.max(-1, ...before.map((row) => row.key)) + 1,
        label: String(Math.max(0, ...before.map((row) => Number(row.label) || 0)) + 1),
        ...{ name: "", toleranceMm: "1", groups: "", flareToleranceMm: "" },
      },
    ]);
  return (
    <OrganizeForm action={saveStructuresAction} base={base} readOnly={readOnly}>
      {(errors) => (
        <>
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="structures" value={JSON.stringify(rows.map(toStructure))} />
          {rows.length > 0 ? (
            <ScrollFrame label={T.tableOfStructures}>
              <table className="w-full text-small">
                <caption className="sr-only">{T.structuresThatAreScored}</caption>
                <thead>
                  <tr className="border-line border-b text-left">
                    {COLUMNS.map(({ name, title }) => (
                      <th key={name} scope="col" className="px-2 py-2 first:pl-4">
                        {title}
                      </th>
                    ))}
                    <th scope="col" className="px-2 py-2">
                      <span className="sr-only">{T.remove}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row, i) => (
                    <tr key={row.key} className="border-line border-b align-top last:border-0">
                      {COLUMNS.map(({ name, title, width, numeric }) => {
                        const error = errors[`structures.${i}.${name}`];
                        const id = `structure-${row.key}-${name}`;
                        return (
                          <td key={name} className="px-2 py-1.5 first:pl-4">
                            <input
                              id={id}
                              aria-label={`${title} of ${row.name || `row ${i + 1}`}`}
                              aria-invalid={error ? true : undefined}
                              aria-describedby={error ? `${id}-error` : undefined}
                              value={row[name]}
                              inputMode={numeric ? "decimal" : undefined}
                              autoComplete="off"
                              spellCheck={false}
                              onChange={(event) => change(row.key, name, event.target.value)}
                              className={`${width} h-8 rounded-small border border-edge bg-surface px-2 text-ink aria-invalid:border-bad`}
                            />
                            {error ? (
                              <p id={`${id}-error`} className="mt-1 max-w-40 text-bad">
                                {error}
                              </p>
                            ) : null}
                          </td>
                        );
                      })}
                      <td className="px-2 py-1.5">
                        {readOnly ? null : (
                          <Button
                            size="small"
                            kind="quiet"
                            aria-label={`Remove ${row.name || `row ${i + 1}`}`}
                            onClick={() => setRows((before) => before.filter(({ key }) => key !== row.key))}
                          >
                            <Trash2 aria-hidden className="size-4" />
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollFrame>
          ) : (
            <p className="text-muted">{T.noStructuresYetAdd}</p>
          )}
          {readOnly ? null : (
            <Button size="small" onClick={add}>
              <Plus aria-hidden className="size-4" /> {T.addAStructure}
            </Button>
          )}
        </>
      )}
    </OrganizeForm>
  );
}

function toRow(structure: Structure, key: number): Row {
  return {
    key,
    label: String(structure.label),
    name: structure.name,
    toleranceMm: [structure.toleranceMm].flat().join(", "),
    groups: (structure.groups ?? []).join(", "),
    flareToleranceMm: structure.flareToleranceMm === undefined ? "" : String(structure.flareToleranceMm),
  };
}

/** What is no number goes as it is: the server says so, by its field. */
function toStructure(row: Row): Record<string, unknown> {
  const number = (text: string): unknown =>
    text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text.trim();
  const list = (text: string) =>
    text
      .split(/[,;]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const tolerances = list(row.toleranceMm).map(number);
  return {
    label: number(row.label),
    name: row.name.trim(),
    toleranceMm: tolerances.length === 1 ? tolerances[0] : tolerances,
    groups: list(row.groups),
    ...(row.flareToleranceMm.trim() === "" ? {} : { flareToleranceMm: number(row.flareToleranceMm) }),
  };
}
