import { createHmac, timingSafeEqual } from "node:crypto";
import { type NotificationKind, notificationKindSchema } from "@bodymark/contracts";

const LIST = "list";

/** `kind.userId.signature`: says which mail to stop for whom, and can be made by this installation alone. */
export function signUnsubscription(secret: string, userId: string, kind: NotificationKind): string {
  return `${kind}.${userId}.${sign(secret, userId, kind)}`;
}

/** `list.subscriptionId.signature`: the same for a subscription to a mailing list; works for ever. */
export function signListUnsubscription(secret: string, subscriptionId: string): string {
  return `${LIST}.${subscriptionId}.${sign(secret, subscriptionId, LIST)}`;
}

/** Mail of a kind to an account, or a subscription to a mailing list. */
export type Unsubscription = { userId: string; kind: NotificationKind } | { subscriptionId: string };

/** What a token asks for; null for one that was not made here. */
export function readUnsubscription(secret: string, token: string): Unsubscription | null {
  const [what, id, signature] = token.split(".");
  if (!what || !id || !signature) return null;
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(secret, id, what))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  if (what === LIST) return { subscriptionId: id };
  const kind = notificationKindSchema.safeParse(what);
  return kind.success ? { userId: id, kind: kind.data } : null;
}

function sign(secret: string, id: string, what: string): string {
  return createHmac("sha256", secret).update(`unsubscribe/${what}/${id}`).digest("base64url");
}
