import type { CaseListItem } from "@bodymark/challenge";
import { formatBytes } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

/** The cases of a public phase with their metadata. */
export function CaseTable({ cases }: { cases: readonly CaseListItem[] }) {
  const columns = [...new Set(cases.flatMap((item) => Object.keys(metadataOf(item))))];
  return (
    <ScrollFrame label="Cases" className="max-h-[32rem]">
      <table className="w-full text-small">
        <caption className="sr-only">Cases of this phase</caption>
        <HeadRow sticky titles={[...T.caseColumns, ...columns.map(titleOf)]} />
        <tbody>
          {cases.map((item) => (
            <tr key={item.name} className="border-line border-b last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal whitespace-nowrap">
                <code>{item.name}</code>
              </th>
              <td className="px-4 py-1.5 whitespace-nowrap">{formatBytes(item.sizeBytes)}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">{item.shape.join(" × ")}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">
                {item.spacingMm.map((mm) => Number(mm.toFixed(3))).join(" × ")} mm
              </td>
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

function metadataOf(item: CaseListItem): Record<string, unknown> {
  return typeof item.metadata === "object" && item.metadata !== null ? (item.metadata as Record<string, unknown>) : {};
}

/** `contrastPhase`, `contrast_phase` → `Contrast phase`. */
function titleOf(key: string): string {
  const words = key
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
