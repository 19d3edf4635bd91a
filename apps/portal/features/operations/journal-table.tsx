import type { JournalLine } from "@bodymark/challenge";
import { HeadRow } from "#ui/head-row.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { OPERATIONS_TEXTS as T } from "./texts.ts";

/** The journal of a submission, oldest line first, with instants to the millisecond. */
export function JournalTable({ lines }: { lines: readonly JournalLine[] }) {
  return (
    <ScrollFrame label={T.journal}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.journal}</caption>
        <HeadRow sticky titles={T.journalColumns} />
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end, and have no key
            <tr key={index} className="border-line border-b align-top last:border-0">
              <td className="numbers px-4 py-1.5 whitespace-nowrap">
                <time dateTime={line.at}>{line.at.slice(0, 23).replace("T", " ")}</time>
              </td>
              <td className="numbers px-4 py-1.5">{line.attempt}</td>
              <td className="numbers px-4 py-1.5">{line.ordinal ?? "—"}</td>
              <td className="px-4 py-1.5">{line.stage}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">{line.worker ?? "—"}</td>
              <td className="min-w-64 px-4 py-1.5">{line.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
