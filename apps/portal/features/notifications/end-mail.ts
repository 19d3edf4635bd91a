import { endSubscription } from "@bodymark/challenge";
import type { Unsubscription } from "@bodymark/mail";
import { database } from "#server/database.ts";
import { saveChoice } from "./choices.ts";

/** Does what an unsubscription link asks for; again, nothing changes. Whoever has the signed link may: no sign-in. */
export async function endMail(asked: Unsubscription): Promise<void> {
  if ("subscriptionId" in asked) await endSubscription(database(), asked.subscriptionId);
  else await saveChoice(asked.userId, asked.kind, false);
}
