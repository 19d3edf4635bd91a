import type { PhaseEffect } from "@bodymark/challenge";

/** What an organizer's form shows after an attempt. */
export interface OrganizeState {
  readonly errors?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** What was done, in words. */
  readonly saved?: string;
  /** Version of what the form is about, as it is now. */
  readonly base?: string;
  /** A change of a phase that has opened, to be confirmed as shown. */
  readonly confirmation?: { token: string; reasonNeeded: boolean; effects: readonly PhaseEffect[] };
}
