"use server";

import { answerSecondFactor } from "@bodymark/auth";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { auth } from "#server/auth.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";
import type { FormState } from "./form-state.ts";
import { ACCOUNT_TEXTS as T } from "./texts.ts";

export async function secondStepAction(_before: FormState, form: FormData): Promise<FormState> {
  const code = String(form.get("code") ?? "").slice(0, 40);
  const answer = await answerSecondFactor(auth(), database(), { code, headers: await headers() });
  if (answer === "wrong-code") return { errors: { code: /^[\d\s]*$/.test(code) ? T.wrongCode : T.wrongBackupCode } };
  if (answer === "used-code") return { message: T.usedCode };
  if (answer !== "done") return { message: answer === "expired" ? T.codeExpired : T.codeLimited };
  redirect(safePath(String(form.get("next") ?? ""), "/challenges"));
}
