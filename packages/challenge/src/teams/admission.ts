import type { Database, Transaction } from "@bodymark/db";
import { notConfirmed, Refusal } from "../errors.ts";

/**
 * Refuses whom a challenge does not let in: an address that is not confirmed, or one of another institution. A domain
 * in the list stands for its subdomains too.
 */
export async function refuseUnadmitted(
  db: Database | Transaction,
  challenge: { admission: string; emailDomains: readonly string[] },
  userId: string,
): Promise<void> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, emailVerified: true },
  });
  if (!user.emailVerified) throw notConfirmed("join");
  if (challenge.admission !== "domain" || isOfDomain(user.email, challenge.emailDomains)) return;
  throw new Refusal(
    "not-approved",
    `This challenge asks for an e-mail address at ${challenge.emailDomains.join(", ")}. You can change yours in your account.`,
  );
}

/** Whether an address is at one of the domains or below one. */
export function isOfDomain(email: string, domains: readonly string[]): boolean {
  const host = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return domains.some((domain) => {
    const wanted = domain.toLowerCase().replace(/^@/, "");
    return host === wanted || host.endsWith(`.${wanted}`);
  });
}
