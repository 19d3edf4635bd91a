import type { Person } from "@bodymark/auth";
import { type MailPart, mailBodySchema, unsubscribeLabelOf, unsubscribePathOf } from "@bodymark/mail";
import { headers } from "next/headers";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { fromThisMachine } from "#server/from-this-machine.ts";
import { keepsMail } from "#server/keeps-mail.ts";

const SHOWN = 50;

export interface KeptMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: readonly MailPart[];
  readonly unsubscribePath: string | null;
  /** What that path does, in the mail's own words. */
  readonly unsubscribeLabel: string;
  readonly createdAt: string;
}

/**
 * The newest kept mail that the visitor may read; null where there is no mailbox for them. Mail opens accounts (links
 * to choose a new password), so from other machines everybody sees only the mail to their own address.
 */
export async function readMailbox(person: Person | null): Promise<{ all: boolean; mails: KeptMail[] } | null> {
  if (!keepsMail()) return null;
  const all = person?.role === "operator" || (isLocalDemo() && fromThisMachine(await headers()));
  if (!all && !person) return null;
  const rows = await database().mail.findMany({
    where: all ? {} : { toAddress: person?.email ?? "" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: SHOWN,
  });
  const { secret } = environment();
  const mails = rows.map((row) => ({
    id: row.id,
    to: row.toAddress,
    subject: row.subject,
    body: mailBodySchema.parse(row.body),
    unsubscribePath: unsubscribePathOf(row, secret),
    unsubscribeLabel: unsubscribeLabelOf(row),
    createdAt: row.createdAt.toISOString(),
  }));
  return { all, mails };
}

/** A demo that is reached as localhost: behind a proxy with a name, everybody would seem to sit at this machine. */
function isLocalDemo(): boolean {
  const { demo, publicUrl } = environment();
  return demo && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(publicUrl).hostname);
}
