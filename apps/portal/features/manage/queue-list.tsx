import type { ChallengeQueue, QueuedEvaluation } from "@bodymark/challenge";
import Link from "next/link";
import { formatCount, formatDuration } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { CancelRescoreForm } from "./action-form.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

interface QueueListProps {
  challenge: string;
  queue: ChallengeQueue;
  now: string;
  readOnly: boolean;
}

/** What waits and runs in a challenge, with place, estimate and faults; re-scorings can be ended here. */
export function QueueList({ challenge, queue, now, readOnly }: QueueListProps) {
  const { connected, taking } = queue.workers;
  return (
    <div className="space-y-3">
      <p className="text-muted text-small">
        {formatCount(connected, "worker")} {T.connected} {taking} {T.ofThemTakingWork}
      </p>
      <ScrollFrame label={T.tableOfTheQueue}>
        <table className="w-full min-w-[48rem] text-small">
          <caption className="sr-only">{T.queue}</caption>
          <HeadRow titles={[T.place, T.submission, T.team, T.phase, T.what, T.since, T.startsIn]} action={T.action} />
          <tbody>
            {queue.items.map((one) => (
              <tr key={`${one.submission} ${one.attempt}`} className="border-line border-b align-top last:border-0">
                <td className="numbers px-4 py-2">{one.position ?? "—"}</td>
                <th scope="row" className="px-4 py-2 text-left font-normal">
                  <Link className="link break-words" href={`/organize/${challenge}/submissions/${one.submission}`}>
                    {one.algorithm}
                  </Link>
                </th>
                <td className="px-4 py-2">{one.team}</td>
                <td className="px-4 py-2">{one.phase.title}</td>
                <td className="px-4 py-2">{T.queueKinds[one.kind]}</td>
                <td className="px-4 py-2 whitespace-nowrap">
                  <Instant at={one.startedAt ?? one.queuedAt} now={now} />
                </td>
                <td className="min-w-48 px-4 py-2">
                  {tellStart(one)}
                  {one.lastFault ? <p className="break-words text-warn">{one.lastFault}</p> : null}
                </td>
                <td className="px-4 py-2">
                  {one.kind === "rescore" && !one.stopping && !readOnly ? (
                    <CancelRescoreForm
                      names={{ challenge, phase: one.phase.slug, submission: one.submission }}
                      of={one.algorithm}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </div>
  );
}

function tellStart({ state, stopping, progress, reason, estimateS }: QueuedEvaluation): string {
  if (stopping) return T.stopping;
  if (state !== "queued") return progress ? `${T.running}, ${progress.done} of ${progress.total} cases` : T.running;
  return reason ?? (estimateS === null ? T.notKnown : formatDuration(estimateS * 1000));
}
