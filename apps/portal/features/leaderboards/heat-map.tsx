import type { BoardEntry } from "@bodymark/challenge";
import { cividis } from "#ui/cividis.ts";
import { formatScore } from "#ui/format-number.ts";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { StructureName } from "#ui/structure-name.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

const ENTRIES_SHOWN = 12;

/** DSC of every structure for the leading entries, as a table whose cells are coloured by value. */
export function HeatMap({ entries }: { entries: readonly BoardEntry[] }) {
  const shown = entries.slice(0, ENTRIES_SHOWN);
  return (
    <ScrollFrame label={T.dscByStructureAnd}>
      <table className="border-separate border-spacing-px text-small">
        <caption className="sr-only">{T.dscByStructureAnd}</caption>
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 z-10 bg-surface px-3 py-2 text-left">
              {T.structure}
            </th>
            {shown.map((entry) => (
              <th key={entry.submission} scope="col" className="max-w-20 px-1 py-2 align-bottom font-normal">
                <span className="block font-strong">{entry.rank ?? "–"}</span>
                <span className="block truncate text-muted" title={entry.algorithm}>
                  {entry.algorithm}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(shown[0]?.structures ?? []).map(({ name }, row) => (
            <tr key={name}>
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-44 truncate bg-surface px-3 py-0.5 text-left font-normal sm:max-w-none"
              >
                <StructureName name={name} />
              </th>
              {shown.map((entry) => {
                const dice = entry.structures[row]?.dice ?? null;
                return (
                  <td
                    key={entry.submission}
                    className="min-w-16 rounded-[2px] px-1.5 py-0.5 text-center"
                    style={dice === null ? undefined : cividis(dice)}
                  >
                    {dice === null ? <span className="text-muted">n/a</span> : formatScore(dice)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {entries.length > ENTRIES_SHOWN ? (
        <p className="px-3 py-2 text-muted text-small">
          {T.theFirst} {ENTRIES_SHOWN} {T.entriesTheCsvHolds}
        </p>
      ) : null}
    </ScrollFrame>
  );
}
