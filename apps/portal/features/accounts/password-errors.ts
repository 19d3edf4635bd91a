import type { PasswordVerdict } from "@bodymark/auth";
import { minutesOf } from "./minutes-of.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

/** What to say of a password that was asked for again and was not right. */
export function passwordErrors(
  verdict: Exclude<PasswordVerdict, { kind: "right" }>,
  field = "password",
): Record<string, string> {
  const wrong = "This is not your password.";
  return { [field]: verdict.kind === "wrong" ? wrong : ACCOUNT_TEXTS.limited(minutesOf(verdict.retryAfterMs)) };
}
