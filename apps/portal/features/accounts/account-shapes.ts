import { PASSWORD_LENGTH } from "@bodymark/auth";
import { z } from "zod";

const email = z.email("Enter an e-mail address like name@university.edu.").max(200, "This address is too long.");

export const signInSchema = z.object({
  email,
  password: z.string().min(1, "Enter your password.").max(PASSWORD_LENGTH.max, "This password is too long."),
});

export const signUpSchema = z.object({
  name: z.string().trim().min(1, "Enter your name.").max(100, "Use at most 100 characters."),
  email,
  password: z
    .string()
    .min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters.`)
    .max(PASSWORD_LENGTH.max, `Use at most ${PASSWORD_LENGTH.max} characters.`),
});

export const keyNameSchema = z.string().trim().min(1, "Give the key a name.").max(32, "Use at most 32 characters.");

/** The first error of each field, by its name. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message;
  return errors;
}
