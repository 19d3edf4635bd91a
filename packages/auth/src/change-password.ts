import type { Database } from "@bodymark/db";
import { checkPassword, type PasswordVerdict } from "./check-password.ts";
import type { Auth } from "./create-auth.ts";
import { tellCredentialsChanged } from "./tell-credentials-changed.ts";

/** Changes the password of who is signed in. All sessions end but this one, which gets a new token. */
export async function changePassword(
  auth: Auth,
  database: Database,
  user: { id: string; name: string; email: string },
  request: { current: string; next: string; headers: Headers },
): Promise<PasswordVerdict> {
  const verdict = await checkPassword(auth, database, user.id, request.current);
  if (verdict.kind !== "right") return verdict;
  await auth.api.changePassword({
    body: { currentPassword: request.current, newPassword: request.next, revokeOtherSessions: true },
    headers: request.headers,
  });
  await tellCredentialsChanged(database, user, "the password");
  return verdict;
}
