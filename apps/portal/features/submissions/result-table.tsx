import type { Comparison, SubmissionView } from "@bodymark/challenge";
import { ScoreBar } from "#features/leaderboards/score-bar.tsx";
import { formatMillimetres } from "#ui/format-number.ts";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { structureColour, structureTitle } from "#ui/structure-colour.ts";
import { StructureName } from "#ui/structure-name.tsx";
import { diceByStructure } from "./case-figures.ts";
import { Change } from "./change.tsx";
import { StripPlot } from "./strip-plot.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

interface ResultTableProps {
  submission: SubmissionView;
  /** What the means are held against. */
  against: Comparison | null;
}

/** Results by structure: means, and the distribution over cases where single cases may be seen. */
export function ResultTable({ submission, against }: ResultTableProps) {
  const { summary, cases, may } = submission;
  if (!summary) return null;
  const values = diceByStructure(cases);
  const others = new Map(against?.structures.map((one) => [one.label, one]));
  return (
    <ScrollFrame label={T.resultsByStructure}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.resultsByStructure}</caption>
        <thead>
          <tr className="border-line border-b text-left">
            <th scope="col" className="px-4 py-2">
              {T.structure}
            </th>
            <th scope="col" className="px-3 py-2 text-right">
              DSC
            </th>
            {against ? (
              <th scope="col" className="px-3 py-2 text-right whitespace-nowrap">
                {T.deltaDsc}
              </th>
            ) : null}
            <th scope="col" className="px-3 py-2 text-right">
              NSD
            </th>
            {against ? (
              <th scope="col" className="px-3 py-2 text-right whitespace-nowrap">
                {T.deltaNsd}
              </th>
            ) : null}
            <th scope="col" className="px-3 py-2 text-right">
              HD95
            </th>
            <th scope="col" className="px-3 py-2 text-right">
              n
            </th>
            {may.seeCases ? (
              <th scope="col" className="w-[36%] px-4 py-2">
                {T.dscByCase}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {summary.structures.map(({ label, name, dice, nsd, hd95Mm, cases: counted }) => (
            <tr key={label} className="border-line border-b last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal whitespace-nowrap">
                <StructureName name={name} />
              </th>
              <td className="px-3 py-1.5 text-right">
                <ScoreBar value={dice} colour={structureColour(name)} />
              </td>
              {against ? (
                <td className="px-3 py-1.5 text-right">
                  <Change from={others.get(label)?.dice} to={dice} />
                </td>
              ) : null}
              <td className="px-3 py-1.5 text-right">
                <ScoreBar value={nsd} colour={structureColour(name)} />
              </td>
              {against ? (
                <td className="px-3 py-1.5 text-right">
                  <Change from={others.get(label)?.nsd} to={nsd} />
                </td>
              ) : null}
              <td className="px-3 py-1.5 text-right whitespace-nowrap">
                {hd95Mm === null ? "—" : formatMillimetres(hd95Mm)}
              </td>
              <td className="px-3 py-1.5 text-right text-muted">{counted}</td>
              {may.seeCases ? (
                <td className="px-4 py-1.5">
                  <StripPlot
                    values={values.get(label) ?? []}
                    colour={structureColour(name)}
                    title={structureTitle(name)}
                  />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
