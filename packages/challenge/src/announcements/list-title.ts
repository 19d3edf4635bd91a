import type { Database, Transaction } from "@bodymark/db";
import { MAIL_TEXTS } from "@bodymark/mail";

/** What a list is called: by its challenge's title, or the platform's name. */
export async function titleOfList(db: Database | Transaction, challengeId: string | null): Promise<string> {
  if (challengeId === null) return MAIL_TEXTS.platformList;
  return (await db.challenge.findUniqueOrThrow({ where: { id: challengeId }, select: { title: true } })).title;
}
