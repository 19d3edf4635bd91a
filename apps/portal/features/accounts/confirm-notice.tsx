import type { Person } from "@bodymark/auth";
import { MailNote } from "#features/mailbox/mail-note.tsx";
import { Notice } from "#ui/notice.tsx";
import { ResendForm } from "./mailed-link-forms.tsx";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

/** What somebody sees in place of a form for which the address must be confirmed. */
export function ConfirmNotice({ person, next }: { person: Person; next: string }) {
  return (
    <Notice tone="warn" title={T.unconfirmedTitle}>
      <div className="space-y-3">
        <p>{T.unconfirmed(person.email)}</p>
        <ResendForm next={next} />
        <MailNote />
      </div>
    </Notice>
  );
}
