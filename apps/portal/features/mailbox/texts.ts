export const MAILBOX_PATH = "/mailbox";

export const MAILBOX_TEXTS = {
  title: "Mailbox",
  lead: "No mail server is set up (SMTP_URL), so this installation keeps its mail here instead of sending it.",
  everything: "You see all mail because you look from the machine that Bodymark runs on, or are an operator.",
  own: "You see the mail to your own address.",
  empty: "No mail yet",
  emptyHint: "Confirmations, invitations and notifications appear here as soon as they are written.",
  to: "to",
} as const;
