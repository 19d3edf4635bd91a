import type { OrganizerCase } from "@bodymark/challenge";
import Link from "next/link";
import { formatBytes, formatCount } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { CasePreview } from "./case-preview.tsx";
import { CASE_TEXTS as T } from "./case-texts.ts";
import { RemoveCase } from "./remove-case.tsx";

interface CaseListProps {
  challenge: string;
  cases: readonly OrganizerCase[];
  /** Structure names by label. */
  names: ReadonlyMap<number, string>;
  readOnly: boolean;
  now: string;
}

/** The cases of a challenge with a slice of each, for its organizers. */
export function CaseList({ challenge, cases, names, readOnly, now }: CaseListProps) {
  return (
    <ScrollFrame label={T.tableOfCases} className="max-h-[40rem]">
      <table className="w-full min-w-[56rem] text-small">
        <caption className="sr-only">{T.casesOfTheChallenge}</caption>
        <HeadRow sticky titles={T.columns} action={T.remove} />
        <tbody>
          {cases.map((item) => (
            <tr key={item.name} className="border-line border-b align-top last:border-0">
              <td className="px-4 py-2">
                <CasePreview challenge={challenge} name={item.name} version={item.labelSha256.slice(0, 8)} />
              </td>
              <th scope="row" className="px-4 py-2 text-left font-normal">
                {readOnly ? (
                  <code className="break-all">{item.name}</code>
                ) : (
                  <Link className="link" href={`/organize/${challenge}/cases/${item.name}`}>
                    <code className="break-all">{item.name}</code>
                  </Link>
                )}
                {item.patient ? (
                  <p className="text-muted">
                    {T.patient} {item.patient}
                  </p>
                ) : null}
              </th>
              <td className="px-4 py-2 whitespace-nowrap">
                <p>{item.shape.join(" × ")}</p>
                <p className="text-muted">{item.spacingMm.map((mm) => Number(mm.toFixed(3))).join(" × ")} mm</p>
                <p className="text-muted">{formatBytes(item.sizeBytes)}</p>
              </td>
              <td className="min-w-44 px-4 py-2">
                <p>
                  {T.revision} {item.revision}, <Instant at={item.revisedAt} now={now} />
                </p>
                <p className="text-muted">{formatCount(item.present.length, "structure")}</p>
                {item.notAnnotated.length > 0 ? (
                  <p className="text-muted">
                    {T.notAnnotated} {item.notAnnotated.map((label) => names.get(label) ?? label).join(", ")}
                  </p>
                ) : null}
                {item.note ? <p className="text-muted">“{item.note}”</p> : null}
              </td>
              <td className="min-w-44 px-4 py-2 text-muted">
                {Object.entries(item.metadata as Record<string, string | number>)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join(", ") || "—"}
              </td>
              <td className="px-4 py-2">{item.phases.join(", ") || <span className="text-muted">{T.none}</span>}</td>
              <td className="px-4 py-2">
                {readOnly || item.used || item.phases.length > 0 ? null : (
                  <RemoveCase challenge={challenge} name={item.name} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
