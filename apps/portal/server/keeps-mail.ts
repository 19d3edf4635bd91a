import { readMailSettings } from "@bodymark/mail";

/** Whether mail is kept for the mailbox page, since there is no mail server. */
export function keepsMail(): boolean {
  return readMailSettings().kind === "embedded";
}
