import { createHmac, timingSafeEqual } from "node:crypto";
import { type NotificationKind, notificationKindSchema } from "@bodymark/contracts";

/** `kind.userId.signature`: says which mail to stop for whom, and can be made by this installation alone. */
export function signUnsubscription(secret: string, userId: string, kind: NotificationKind): string {
  return `${kind}.${userId}.${sign(secret, userId, kind)}`;
}

/** What a token asks for; null for one that was not made here. */
export function readUnsubscription(secret: string, token: string): { userId: string; kind: NotificationKind } | null {
  const [kindText, userId, signature] = token.split(".");
  const kind = notificationKindSchema.safeParse(kindText);
  if (!kind.success || !userId || !signature) return null;
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(secret, userId, kind.data))];
  return given.length === right.length && timingSafeEqual(given, right) ? { userId, kind: kind.data } : null;
}

function sign(secret: string, userId: string, kind: string): string {
  return createHmac("sha256", secret).update(`unsubscribe/${kind}/${userId}`).digest("base64url");
}
