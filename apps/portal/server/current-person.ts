import { type Person, personOfSession } from "@bodymark/auth";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { auth } from "./auth.ts";

/** Who looks at the page, or null for a stranger; asked once per request. */
export const currentPerson: () => Promise<Person | null> = cache(async () => personOfSession(auth(), await headers()));

/** Who looks at the page; a stranger is sent to sign in and comes back to `path`. */
export async function requirePerson(path: string): Promise<Person> {
  const person = await currentPerson();
  return person ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/** A person with at least one of the roles; to everybody else the page does not exist. */
export async function requireRole(...roles: Person["role"][]): Promise<Person> {
  const person = await currentPerson();
  return person && roles.includes(person.role) ? person : notFound();
}
