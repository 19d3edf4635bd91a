import type { CaseListItem } from "@bodymark/challenge";
import Link from "next/link";
import { formatBytes } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { formatShape, formatSpacing, metadataOf, titleOf } from "./case-facts.ts";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

interface CaseTableProps {
  cases: readonly CaseListItem[];
  phase: string;
  /** Address under which a case can be looked at. */
  base: string;
}

/** The cases of a public phase with their metadata; each leads to its volumes. */
export function CaseTable({ cases, phase, base }: CaseTableProps) {
  const columns = [...new Set(cases.flatMap((item) => Object.keys(metadataOf(item))))];
  return (
    <ScrollFrame label={T.casesOf(phase)} className="max-h-[32rem]">
      <table className="w-full text-small">
        <caption className="sr-only">{T.casesOf(phase)}</caption>
        <HeadRow sticky titles={[...T.caseColumns, ...columns.map(titleOf)]} />
        <tbody>
          {cases.map((item) => (
            <tr key={item.name} className="border-line border-b last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal whitespace-nowrap">
                {item.viewable ? (
                  <Link className="link" href={`${base}/${item.name}`} title={T.look}>
                    <code>{item.name}</code>
                  </Link>
                ) : (
                  <code>{item.name}</code>
                )}
              </th>
              <td className="px-4 py-1.5 whitespace-nowrap">{formatBytes(item.sizeBytes)}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">{formatShape(item.shape)}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">{formatSpacing(item.spacingMm)}</td>
              {columns.map((column) => (
                <td key={column} className="px-4 py-1.5 whitespace-nowrap">
                  {String(metadataOf(item)[column] ?? "—")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
