import type { FailedMail, MailBacklog } from "@bodymark/mail";
import { formatCount, formatDuration } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { OPERATIONS_TEXTS as T } from "./texts.ts";

interface MailStatusProps {
  backlog: MailBacklog;
  failed: readonly FailedMail[];
  now: string;
}

/** How much mail waits and for how long, and what could not be sent. */
export function MailStatus({ backlog, failed, now }: MailStatusProps) {
  const { waiting, waitingToMany, oldestS } = backlog;
  const oldest = waiting + waitingToMany > 0 ? `; the oldest for ${formatDuration(oldestS * 1000)}` : "";
  return (
    <>
      <p>
        {formatCount(waiting, "mail")} {waiting === 1 ? T.waits : T.wait}
        {T.and} {formatCount(waitingToMany, "mail")} {T.ofAnnouncements}
        {oldest}. {backlog.failed === 0 ? T.noFailedMail : T.failedMail(backlog.failed)}
      </p>
      {failed.length > 0 ? (
        <ScrollFrame label={T.tableOfMailThat}>
          <table className="w-full text-small">
            <caption className="sr-only">{T.mailThatFailed}</caption>
            <HeadRow titles={[T.to, T.mail, T.written, T.now, T.error]} />
            <tbody>
              {failed.map((mail) => (
                <tr key={mail.id} className="border-line border-b align-top last:border-0">
                  <th scope="row" className="px-4 py-1.5 text-left font-normal">
                    {mail.toAddress}
                  </th>
                  <td className="px-4 py-1.5">{mail.kind}</td>
                  <td className="px-4 py-1.5 whitespace-nowrap">
                    <Instant at={mail.createdAt} now={now} />
                  </td>
                  <td className="px-4 py-1.5">{mail.final ? T.mailGivenUp : T.mailTriedAgain}</td>
                  <td className="min-w-48 px-4 py-1.5">{mail.lastError}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      ) : null}
    </>
  );
}
