import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool/index.js";
import { type Mailer, MailFault } from "./mailer.ts";

const CONNECT_TIMEOUT_MS = 20_000;
const SEND_TIMEOUT_MS = 60_000;

/** Sends by SMTP. Codes 5xx of the server are final, everything else is tried again. */
export function openSmtpMailer(settings: { url: string; from: string }): Mailer {
  const { protocol, hostname, port, username, password } = new URL(settings.url);
  const secure = protocol === "smtps:";
  const options: SMTPPool.Options = {
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    pool: true,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SEND_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transport = createTransport(options, { from: settings.from });
  return {
    keepsText: false,
    async send(mail) {
      const headers: Record<string, string> = { "Auto-Submitted": "auto-generated" };
      if (mail.unsubscribePostUrl) {
        headers["List-Unsubscribe"] = `<${mail.unsubscribePostUrl}>`;
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
      }
      if (mail.listId) headers["List-Id"] = `<${mail.listId}>`;
      const messageId = `<${mail.id}@${hostOf(settings.from)}>`;
      const { to, subject, text, html } = mail;
      try {
        await transport.sendMail({ to: { name: "", address: to }, subject, text, html, headers, messageId });
      } catch (cause) {
        const code = (cause as { responseCode?: unknown }).responseCode;
        const final = typeof code === "number" && code >= 500;
        throw new MailFault(cause instanceof Error ? cause.message : String(cause), !final, { cause });
      }
    },
    async close() {
      transport.close();
    },
  };
}

function hostOf(from: string): string {
  return /@([a-z0-9.-]+)/i.exec(from)?.[1] ?? "bodymark.invalid";
}
