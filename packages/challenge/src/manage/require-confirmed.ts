import { Refusal } from "../errors.ts";
import { confirmationToken, type PhaseEffect } from "../organize/phase-effects.ts";

/** What an operation does, for whoever has to confirm it. */
export interface Announced {
  /** Slug and title of the phase it is in, or of the challenge where it is in none. */
  readonly place: { slug: string; title: string };
  /** What is done to what: `disqualify sub_…`. */
  readonly action: string;
  /** How many submissions it touches. */
  readonly count: number;
  /** What will happen, in sentences. */
  readonly consequences: readonly string[];
}

/**
 * Lets an operation pass whose effects were shown: `given` is the token of a first, refused attempt. Where the effects
 * have changed since, they are shown again.
 * @throws Refusal `confirmation-needed` with the effects and the token
 */
export function requireConfirmed({ place, action, count, consequences }: Announced, given: string | undefined): void {
  const effect: PhaseEffect = {
    phase: place.slug,
    title: place.title,
    fields: [action],
    amends: false,
    submissions: count,
    evaluated: count,
    waiting: 0,
    consequences: [...consequences],
  };
  const confirm = confirmationToken([], [effect]);
  if (given === confirm) return;
  throw new Refusal("confirmation-needed", "Look at what this does, then confirm.", {
    details: { effects: [effect], confirm, reasonNeeded: false },
  });
}

/** `1 submission`, `2 submissions`. */
export function countOf(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}
