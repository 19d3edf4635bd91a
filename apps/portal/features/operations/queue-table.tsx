import type { OperationsView } from "@bodymark/challenge";
import Link from "next/link";
import { formatDuration } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { OPERATIONS_TEXTS as T } from "./texts.ts";

/** What waits, in the order in which workers will take it. */
export function QueueTable({ queue, now }: { queue: OperationsView["queue"]; now: string }) {
  return (
    <ScrollFrame label={T.tableOfTheQueue}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.queue}</caption>
        <HeadRow titles={[T.place, T.submission, T.challenge, T.team, T.waitsSince, T.startsIn]} />
        <tbody>
          {queue.map((one) => (
            <tr key={`${one.submission} ${one.kind}`} className="border-line border-b align-top last:border-0">
              <td className="numbers px-4 py-1.5">{one.position}</td>
              <th scope="row" className="px-4 py-1.5 text-left font-normal">
                <Link href={`/submissions/${one.submission}/journal`}>{one.submission}</Link>
                {one.kind === "rescore" ? <span className="text-muted"> {T.reScore}</span> : null}
              </th>
              <td className="px-4 py-1.5">
                {one.challenge}, {one.phase}
              </td>
              <td className="px-4 py-1.5">{one.team}</td>
              <td className="px-4 py-1.5 whitespace-nowrap">
                <Instant at={one.queuedAt} now={now} />
              </td>
              <td className="min-w-48 px-4 py-1.5">
                {one.reason ?? (one.estimateS === null ? T.notKnown : formatDuration(one.estimateS * 1000))}
                {one.faults > 0 ? ` (${one.faults} faults so far)` : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
