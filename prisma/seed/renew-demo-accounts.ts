import { randomBytes } from "node:crypto";
import { type Auth, renewCredentials } from "@bodymark/auth";
import { roleSchema } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import { DEMO_EMAILS, type DemoAccount } from "./demo-accounts.ts";

/** New passwords and keys for the demo accounts, when what an earlier start wrote down is lost. */
export async function renewDemoAccounts(auth: Auth, db: Database): Promise<DemoAccount[]> {
  const users = await db.user.findMany({ where: { email: { in: [...DEMO_EMAILS] } }, orderBy: { createdAt: "asc" } });
  const accounts: DemoAccount[] = [];
  for (const { id, name, email, role } of users) {
    const password = randomBytes(9).toString("base64url");
    const apiKey = await renewCredentials(auth, db, id, password);
    accounts.push({ role: roleSchema.parse(role), name, email, password, apiKey, userId: id });
  }
  return accounts;
}
