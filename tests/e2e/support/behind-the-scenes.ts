import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Auth, createAccount, createAuth } from "@bodymark/auth";
import { newId, type Role } from "@bodymark/contracts";
import { type Database, openDatabase } from "@bodymark/db";
import { findDatabase } from "../../../infra/database/find-database.ts";
import { demo } from "./demo.ts";
import { suiteDataFolder } from "./start-bodymark.ts";

export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  /** The `cookie` header of a browser that is signed in. */
  readonly cookie: string;
}

/** The database of the suite's platform, for what a test needs to be there and no page makes quickly. */
export function openSuiteDatabase(): { db: Database; auth: Auth } {
  const found = findDatabase(suiteDataFolder());
  if (!found) throw new Error("the suite's platform has no embedded database that runs");
  const secret = process.env.BODYMARK_SECRET || readFileSync(join(suiteDataFolder(), "secret"), "utf8").trim();
  const db = openDatabase(found.url, { poolSize: 2 });
  return { db, auth: createAuth({ database: db, secret, baseUrl: demo().url }) };
}

/** A new account that is signed in. */
export async function makeSession(
  { db, auth }: { db: Database; auth: Auth },
  name: string,
  role: Role = "participant",
): Promise<Session> {
  const email = `${newId("user").toLowerCase()}@example.org`;
  const password = "a long enough passphrase";
  const { userId } = await createAccount(auth, db, { email, password, name, role });
  const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
  return { userId, email, password, cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" };
}

/** The session as Playwright's contexts take it. */
export function cookiesOf({ cookie }: Session): { name: string; value: string; url: string }[] {
  const at = cookie.indexOf("=");
  return [{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: demo().url }];
}
