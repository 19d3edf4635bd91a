import { openEmbeddedMailer } from "./embedded-mailer.ts";
import type { MailSettings } from "./environment.ts";
import type { Mailer } from "./mailer.ts";
import { openSmtpMailer } from "./smtp-mailer.ts";

export function openMailer(settings: MailSettings): Mailer {
  return settings.kind === "smtp" ? openSmtpMailer(settings) : openEmbeddedMailer();
}
