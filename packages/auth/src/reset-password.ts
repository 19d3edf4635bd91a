import type { Database } from "@bodymark/db";
import type { Auth } from "./create-auth.ts";
import { endTokens, takeToken } from "./one-time-token.ts";
import { tellCredentialsChanged } from "./tell-credentials-changed.ts";

/**
 * Sets a new password by a mailed link, and ends all sessions. The link came by mail, so the address counts as
 * confirmed. A second factor stays as it is and is asked at the next sign-in.
 */
export async function resetPassword(
  auth: Auth,
  database: Database,
  request: { token: string; password: string },
): Promise<"done" | "invalid"> {
  const { password: hasher } = await auth.$context;
  const hash = await hasher.hash(request.password);
  return await database.$transaction(async (tx) => {
    const payload = await takeToken(tx, "reset-password", request.token);
    if (!payload) return "invalid";
    const user = await tx.user.findUnique({ where: { id: payload.userId } });
    if (!user || user.banned || user.email !== payload.email) return "invalid";
    await tx.account.updateMany({ where: { userId: user.id, providerId: "credential" }, data: { password: hash } });
    await tx.user.update({ where: { id: user.id }, data: { emailVerified: true } });
    await tx.session.deleteMany({ where: { userId: user.id } });
    await endTokens(tx, "confirm-address", user.id);
    await tellCredentialsChanged(tx, user, "the password");
    return "done";
  });
}
