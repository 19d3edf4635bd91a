import type { BoardEntry } from "@bodymark/challenge";
import { Facts } from "#ui/facts.tsx";
import { formatBytes, formatCount, formatDuration, formatMillimetres } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { structureColour } from "#ui/structure-colour.ts";
import { StructureName } from "#ui/structure-name.tsx";
import { ScoreBar } from "./score-bar.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

/** What a leaderboard line opens to: every structure, the groups, the method, the hardware. */
export function EntryDetail({ entry, now }: { entry: BoardEntry; now: string }) {
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="relative min-w-0 overflow-x-auto">
        <table className="w-full text-small">
          <caption className="sr-only">
            {T.scoresOf} {entry.algorithm} {T.ofStructures}
          </caption>
          <thead>
            <tr className="border-line border-b text-left">
              <th scope="col" className="py-1.5 pr-3">
                {T.structure}
              </th>
              {["DSC", "NSD", "HD95", "n"].map((title) => (
                <th key={title} scope="col" className="px-2 py-1.5 text-right">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entry.structures.map((structure) => (
              <tr key={structure.label}>
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  <StructureName name={structure.name} />
                </th>
                <td className="px-2 py-1 text-right">
                  <ScoreBar value={structure.dice} colour={structureColour(structure.name)} />
                </td>
                <td className="px-2 py-1 text-right">
                  <ScoreBar value={structure.nsd} colour={structureColour(structure.name)} />
                </td>
                <td className="px-2 py-1 text-right whitespace-nowrap">
                  {structure.hd95Mm === null ? "—" : formatMillimetres(structure.hd95Mm)}
                </td>
                <td className="px-2 py-1 text-right text-muted">{structure.cases}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="min-w-0 space-y-4 text-small">
        {entry.description ? <p className="whitespace-pre-line break-words">{entry.description}</p> : null}
        <Facts
          facts={[
            [T.team, entry.team],
            ...entry.groups.map(({ name, dice, nsd }) => {
              const figures = [dice, nsd].map((value) => value?.toFixed(3) ?? "—");
              return [`Group ${name}`, `DSC ${figures[0]}, NSD ${figures[1]}`] as const;
            }),
            [T.timePerScan, `${formatDuration(entry.medianMs)}, median of ${entry.caseCount}`],
            [T.peakMemory, formatBytes(entry.peakMemoryBytes)],
            [
              T.gpuMemoryTime,
              entry.gpuMemoryAucMbS === null ? T.notMeasured : `${Math.round(entry.gpuMemoryAucMbS)} MB·s`,
            ],
            [T.failedCases, `${entry.failedCases} of ${entry.caseCount}`],
            [T.hardware, entry.hardware],
            ...(entry.flags.length > 0 ? [[T.flags, entry.flags.join(", ")] as const] : []),
            [T.attempts, formatCount(entry.attempts, "evaluated submission")],
            [T.submitted, <Instant key="at" at={entry.submittedAt} now={now} />],
          ]}
        />
      </div>
    </div>
  );
}
