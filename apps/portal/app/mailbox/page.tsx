import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { readMailbox } from "#features/mailbox/read-mailbox.ts";
import { MAILBOX_TEXTS as T } from "#features/mailbox/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { Empty } from "#ui/empty.tsx";
import { Instant } from "#ui/instant.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.title, referrer: "no-referrer" };

export default async function MailboxPage() {
  const mailbox = await readMailbox(await currentPerson());
  if (!mailbox) notFound();
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader
        title={T.title}
        lead={
          <p>
            {T.lead} {mailbox.all ? T.everything : T.own}
          </p>
        }
      />
      {mailbox.mails.length === 0 ? (
        <Empty title={T.empty}>
          <p>{T.emptyHint}</p>
        </Empty>
      ) : (
        <ul className="frame divide-y divide-line">
          {mailbox.mails.map((mail) => (
            <li key={mail.id}>
              <article className="max-w-3xl space-y-3 px-5 py-5" aria-label={`${mail.subject}, ${T.to} ${mail.to}`}>
                <header>
                  <h2 className="break-words">{mail.subject}</h2>
                  <p className="break-words text-muted text-small">
                    {T.to} {mail.to} · <Instant at={mail.createdAt} now={now} />
                  </p>
                </header>
                {mail.body.map((part, index) => {
                  const key = `${index}`;
                  if ("text" in part) return <p key={key}>{part.text}</p>;
                  if ("quote" in part) {
                    return (
                      <blockquote key={key} className="whitespace-pre-line border-line border-l-3 pl-4">
                        {part.quote}
                      </blockquote>
                    );
                  }
                  if ("markdown" in part) return <Markdown key={key} text={part.markdown} />;
                  return (
                    <p key={key}>
                      <Link className="link" href={part.link} prefetch={false}>
                        {part.label}
                      </Link>
                    </p>
                  );
                })}
                {mail.unsubscribePath ? (
                  <p className="text-small">
                    <a className="link" href={mail.unsubscribePath}>
                      {mail.unsubscribeLabel}
                    </a>
                  </p>
                ) : null}
              </article>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
