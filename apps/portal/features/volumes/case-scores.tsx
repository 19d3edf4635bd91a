import type { StructureScore } from "@bodymark/contracts";
import { formatMillimetres, formatScore } from "#ui/format-number.ts";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { StructureName } from "#ui/structure-name.tsx";
import { VOLUME_TEXTS as T } from "./volume-texts.ts";

/** One case's scores by structure: what the viewer shows, in figures. */
export function CaseScores({ structures }: { structures: readonly StructureScore[] }) {
  const columns = ["Structure", "DSC", "NSD", "HD95", "Reference", "Prediction"];
  return (
    <ScrollFrame label={T.scoresOfThisCase} className="max-h-[32rem]">
      <table className="w-full text-small">
        <caption className="sr-only">{T.scoresOfThisCase}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {columns.map((title, index) => (
              <th
                key={title}
                scope="col"
                className={`border-line border-b px-3 py-2 whitespace-nowrap ${index > 0 ? "text-right" : "text-left"}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {structures.map(({ label, name, dice, nsd, hd95Mm, referenceVolumeMm3, predictionVolumeMm3 }) => (
            <tr key={label} className="border-line border-b last:border-0">
              <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                <StructureName name={name} />
              </th>
              <td className="px-3 py-1.5 text-right">{score(dice)}</td>
              <td className="px-3 py-1.5 text-right">{score(firstOf(nsd))}</td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap">
                {hd95Mm === null || hd95Mm === undefined ? "—" : formatMillimetres(hd95Mm)}
              </td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap">{volume(referenceVolumeMm3)}</td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap">{volume(predictionVolumeMm3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

function firstOf(nsd: StructureScore["nsd"]): number | null {
  if (nsd === null || nsd === undefined || typeof nsd === "number") return nsd ?? null;
  return Object.values(nsd)[0] ?? null;
}

function score(value: number | null | undefined): string {
  return value === null || value === undefined ? "—" : formatScore(value);
}

function volume(mm3: number | null | undefined): string {
  return mm3 === null || mm3 === undefined ? "—" : `${(mm3 / 1000).toFixed(1)} ml`;
}
