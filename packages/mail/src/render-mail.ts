import { notificationKindSchema } from "@bodymark/contracts";
import { type MailPart, mailBodySchema } from "./mail-body.ts";
import type { OutgoingMail } from "./mailer.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { MAIL_TEXTS } from "./texts.ts";
import { signListUnsubscription, signUnsubscription } from "./unsubscribe-token.ts";

/** A row of the queue, as far as its text needs it. */
export interface StoredMail {
  readonly id: string;
  readonly userId: string | null;
  readonly toAddress: string;
  readonly subject: string;
  readonly body: unknown;
  readonly unsubscribeKind: string | null;
  readonly subscriptionId: string | null;
  readonly listName: string | null;
}

export interface MailAddressing {
  /** Where people reach the portal, without a slash at the end. */
  readonly publicUrl: string;
  /** Signs the links of one-click unsubscription. */
  readonly secret: string;
}

/** A stored mail as plain text and simple HTML, with the portal's address in its links. */
export function renderMail(mail: StoredMail, { publicUrl, secret }: MailAddressing): OutgoingMail {
  const parts = mailBodySchema.parse(mail.body);
  const unsubscribePath = unsubscribePathOf(mail, secret);
  const unsubscribeUrl = unsubscribePath === null ? null : `${publicUrl}${unsubscribePath}`;
  const { layout } = MAIL_TEXTS;
  const { host, hostname } = new URL(publicUrl);
  const footer = layout.footer(host);
  const stopLabel = unsubscribeLabelOf(mail);
  const text = [
    ...parts.map((part) => asText(part, publicUrl)),
    ["-- ", footer, ...(unsubscribeUrl ? [`${stopLabel}: ${unsubscribeUrl}`] : [])].join("\n"),
  ].join("\n\n");
  const stop = unsubscribeUrl
    ? ` · <a href="${escapeHtml(unsubscribeUrl)}" style="color:#575c62">${stopLabel}</a>`
    : "";
  const html = [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(mail.subject)}</title></head>`,
    `<body style="font:16px/1.5 system-ui,sans-serif;color:#16191c;max-width:36em;margin:2em auto;padding:0 1em">`,
    ...parts.map((part) => asHtml(part, publicUrl)),
    `<hr style="border:0;border-top:1px solid #dfdfd9;margin:2em 0 1em">`,
    `<p style="font-size:13px;color:#575c62">${escapeHtml(footer)}${stop}</p></body></html>`,
  ].join("\n");
  const unsubscribePostUrl = unsubscribePath === null ? null : `${publicUrl}/api${unsubscribePath}`;
  const listId = mail.listName === null ? null : `${mail.listName}.${hostname}`;
  return { id: mail.id, to: mail.toAddress, subject: oneLine(mail.subject), text, html, unsubscribePostUrl, listId };
}

/** What the link to stop such mail says. */
export function unsubscribeLabelOf({ subscriptionId }: Pick<StoredMail, "subscriptionId">): string {
  return subscriptionId ? MAIL_TEXTS.layout.leaveList : MAIL_TEXTS.layout.unsubscribe;
}

/** Path of the page that stops mail of this kind; null for mail that must be sent. */
export function unsubscribePathOf(
  mail: Pick<StoredMail, "userId" | "unsubscribeKind" | "subscriptionId">,
  secret: string,
): string | null {
  if (mail.subscriptionId) return `/unsubscribe?token=${signListUnsubscription(secret, mail.subscriptionId)}`;
  const kind = notificationKindSchema.safeParse(mail.unsubscribeKind);
  if (!kind.success || !mail.userId) return null;
  return `/unsubscribe?token=${signUnsubscription(secret, mail.userId, kind.data)}`;
}

function asText(part: MailPart, publicUrl: string): string {
  if ("text" in part) return part.text;
  if ("quote" in part) return part.quote.replace(/^/gm, "> ");
  if ("markdown" in part) return part.markdown;
  return `${part.label}:\n${publicUrl}${part.link}`;
}

function asHtml(part: MailPart, publicUrl: string): string {
  if ("text" in part) return `<p>${escapeHtml(part.text)}</p>`;
  if ("quote" in part) {
    const lines = escapeHtml(part.quote).replaceAll("\n", "<br>");
    return `<blockquote style="margin:1em 0;padding-left:1em;border-left:3px solid #dfdfd9">${lines}</blockquote>`;
  }
  if ("markdown" in part) return renderMarkdown(part.markdown, publicUrl);
  const url = escapeHtml(`${publicUrl}${part.link}`);
  return `<p><a href="${url}" style="color:#0b5f6b">${escapeHtml(part.label)}</a></p>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/** A subject is one line, whatever the names in it hold: no header can be slipped in. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ").slice(0, 200);
}
