/**
 * Telling people. Whoever has something to say writes it to the database, in the transaction of what it tells of:
 * `notify` (portal, and mail if wanted) or `queueMail` (mail alone, texts in `MAIL_TEXTS`). The portal's loop sends.
 */
export { type MailSettings, readMailSettings } from "./environment.ts";
export { forgetOld } from "./forget-old.ts";
export { type MailPart, type MailText, mailBodySchema } from "./mail-body.ts";
export { type Mailer, MailFault, type OutgoingMail } from "./mailer.ts";
export { moveSubscriptions } from "./move-subscriptions.ts";
export { type News, notify } from "./notify.ts";
export { openMailer } from "./open-mailer.ts";
export { type NewMail, queueMail, queueMails } from "./queue-mail.ts";
export { type FailedMail, type MailBacklog, readFailedMails, readMailBacklog } from "./read-mail-backlog.ts";
export {
  type MailAddressing,
  renderMail,
  type StoredMail,
  unsubscribeLabelOf,
  unsubscribePathOf,
} from "./render-mail.ts";
export { renderMarkdown } from "./render-markdown.ts";
export { type MailLoop, runMailLoop } from "./run-mail-loop.ts";
export { sendDueMails } from "./send-due-mails.ts";
export { subscriptionId } from "./subscription-id.ts";
export { tellAnnouncements } from "./tell-announcements.ts";
export { tellEvaluationEnded } from "./tell-evaluation-ended.ts";
export { tellPhases } from "./tell-phases.ts";
export { MAIL_TEXTS } from "./texts.ts";
export {
  readUnsubscription,
  signListUnsubscription,
  signUnsubscription,
  type Unsubscription,
} from "./unsubscribe-token.ts";
