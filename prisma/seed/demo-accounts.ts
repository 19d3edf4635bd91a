import { randomBytes } from "node:crypto";
import { type Auth, createAccount } from "@bodymark/auth";
import type { Role } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";

export interface DemoAccount {
  role: Role;
  name: string;
  email: string;
  password: string;
  apiKey: string;
  userId: string;
}

const PEOPLE: readonly { role: Role; name: string; email: string }[] = [
  { role: "participant", name: "Pat Participant", email: "participant@bodymark.example" },
  { role: "organizer", name: "Olive Organizer", email: "organizer@bodymark.example" },
  { role: "operator", name: "Otis Operator", email: "operator@bodymark.example" },
];

/** By these a broken-off seeding is recognised. */
export const DEMO_EMAILS: readonly string[] = PEOPLE.map((person) => person.email);

/** One account of each role, with a password and API key of this installation's own. */
export async function createDemoAccounts(auth: Auth, db: Database): Promise<DemoAccount[]> {
  const accounts: DemoAccount[] = [];
  for (const person of PEOPLE) {
    const password = randomBytes(9).toString("base64url");
    const { userId, apiKey } = await createAccount(auth, db, { ...person, password });
    accounts.push({ ...person, password, apiKey, userId });
  }
  return accounts;
}
