import { type ChallengeCost, formatBudget, formatHours, formatMoney } from "@bodymark/challenge";
import Link from "next/link";
import { formatBytes } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { OPERATIONS_TEXTS as T } from "./texts.ts";

/** What each challenge has used, the largest first, and where it stands with its own budget. */
export function CostTable({ costs }: { costs: readonly ChallengeCost[] }) {
  return (
    <ScrollFrame label={T.tableOfCosts} className="max-h-[85vh]">
      <table className="w-full text-small">
        <caption className="sr-only">{T.costs}</caption>
        <HeadRow titles={T.costColumns} sticky />
        <tbody>
          {costs.map((one) => (
            <tr key={one.slug} className="border-line border-b align-top last:border-0">
              <th scope="row" className="min-w-44 px-4 py-1.5 text-left font-normal">
                <Link href={`/organize/${one.slug}/costs`}>{one.title}</Link>
              </th>
              {[one.gpuHours, one.coreHours, one.cpuHours, one.faultCoreHours].map((hours, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they stand in the order of the columns
                <td key={i} className="numbers px-4 py-1.5">
                  {formatHours(hours)}
                </td>
              ))}
              <td className="numbers px-4 py-1.5 whitespace-nowrap">{formatBytes(one.keptPredictionBytes)}</td>
              <td className="numbers px-4 py-1.5 whitespace-nowrap">
                {one.money === null ? "—" : formatMoney(one.money, one.currency)}
              </td>
              <td className="numbers px-4 py-1.5 whitespace-nowrap">
                {one.budget
                  ? `${Math.floor((one.budget.used / one.budget.amount) * 100)} % of ${formatBudget(one.budget.amount, one.budget)}`
                  : T.noBudget}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
