import { BodymarkError } from "@bodymark/contracts";

/** A mail as it goes out, with absolute links. */
export interface OutgoingMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Takes the POST of one-click unsubscription (RFC 8058): the page's address below `/api`. */
  readonly unsubscribePostUrl: string | null;
  /** Identifies the mailing list that it belongs to (RFC 2919): `liver-2027.bodymark.example`. */
  readonly listId: string | null;
}

/** What sends mail. `send` resolves once the other side has taken it over, and throws `MailFault` otherwise. */
export interface Mailer {
  /** Whether mail is read in the database itself: then its text stays there once it is sent. */
  readonly keepsText: boolean;
  send(mail: OutgoingMail): Promise<void>;
  close(): Promise<void>;
}

/** A mail that could not be handed over; `retry` says whether a later attempt can help. */
export class MailFault extends BodymarkError {
  override readonly name = "MailFault";
  readonly code = "mail-fault";
  readonly retry: boolean;

  constructor(message: string, retry: boolean, options: ErrorOptions = {}) {
    super(message, options);
    this.retry = retry;
  }
}
