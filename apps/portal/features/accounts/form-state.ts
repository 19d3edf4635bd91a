/** What a form shows after an attempt: errors by field, one for the whole, and what had been entered. */
export interface FormState {
  readonly errors?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Said once it has worked. */
  readonly done?: string;
}
