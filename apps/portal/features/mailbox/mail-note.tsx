import Link from "next/link";
import { ACCOUNT_TEXTS } from "#features/accounts/texts.ts";
import { keepsMail } from "#server/keeps-mail.ts";
import { MAILBOX_PATH } from "./texts.ts";

/** Where the demo's mail is to be found; nothing where mail really goes out. */
export function MailNote() {
  if (!keepsMail()) return null;
  return (
    <p>
      {ACCOUNT_TEXTS.demoMail}:{" "}
      <Link className="link" href={MAILBOX_PATH}>
        {ACCOUNT_TEXTS.mailbox}
      </Link>
    </p>
  );
}
