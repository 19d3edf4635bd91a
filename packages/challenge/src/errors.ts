import { BodymarkError } from "@bodymark/contracts";

/** Why an operation was refused; the portal maps each code to one HTTP status. */
export const REFUSALS = {
  "not-signed-in": 401,
  "not-found": 404,
  "rules-not-accepted": 403,
  "not-approved": 403,
  "not-confirmed": 403,
  "last-owner": 409,
  "phase-not-open": 409,
  "phase-closed": 409,
  "gate-not-passed": 409,
  "quota-reached": 429,
  "upload-incomplete": 409,
  "already-final": 409,
  "not-finished": 409,
  "not-choosable": 409,
  "name-taken": 409,
  "already-joined": 409,
  "invalid-input": 422,
  "not-allowed": 403,
  "in-use": 409,
  "confirmation-needed": 409,
  "unknown-scheme": 400,
  "scheme-unsupported": 409,
  "changed-meanwhile": 409,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** An operation that the platform refuses; `message` says what to do, in a sentence for the person who asked. */
export class Refusal extends BodymarkError {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly retry = false;
  /** When trying again may help, as far as it is known. */
  readonly retryAt: Date | null;
  /** Facts for whoever asked, as JSON. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusalCode,
    message: string,
    options: { retryAt?: Date | null; details?: Record<string, unknown> } & ErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAt = options.retryAt ?? null;
    this.details = options.details ?? {};
  }

  get status(): number {
    return REFUSALS[this.code];
  }
}

/** What a stranger gets for anything that is not theirs: the same as for what does not exist. */
export function notFound(what: string): Refusal {
  return new Refusal("not-found", `There is no such ${what}.`);
}

/** What somebody gets who may only look as yet. */
export function notConfirmed(what: string): Refusal {
  return new Refusal("not-confirmed", `Confirm your e-mail address before you ${what}: the link is in your mail.`);
}
