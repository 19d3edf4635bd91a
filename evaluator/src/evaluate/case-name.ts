import { randomBytes } from "node:crypto";

/** A new random name for a case inside one container, 60 bits: nothing can be hard-coded or carried over. */
export function randomCaseName(): string {
  return `case_${randomBytes(8).toString("hex").slice(0, 15)}`;
}
