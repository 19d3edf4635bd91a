import { PASSWORD_LENGTH } from "@bodymark/auth";
import { z } from "zod";
import { COUNTRY_CODES } from "./countries.ts";

export const emailSchema = z
  .email("Enter an e-mail address like name@university.edu.")
  .max(200, "This address is too long.");

export const newPasswordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max, `Use at most ${PASSWORD_LENGTH.max} characters.`);

/** A password that exists already; its rules may have been others. */
export const currentPasswordSchema = z
  .string()
  .min(1, "Enter your password.")
  .max(PASSWORD_LENGTH.max, "This password is too long.");

const personName = z.string().trim().min(1, "Enter your name.").max(100, "Use at most 100 characters.");

export const signInSchema = z.object({ email: emailSchema, password: currentPasswordSchema });
export const signUpSchema = z.object({ name: personName, email: emailSchema, password: newPasswordSchema });

export const profileSchema = z.object({
  name: personName,
  affiliation: z.string().trim().max(200, "Use at most 200 characters."),
  country: z.union([z.literal(""), z.enum(COUNTRY_CODES)], "Choose a country of the list."),
});

export const keySchema = z.object({
  name: z.string().trim().min(1, "Give the key a name.").max(32, "Use at most 32 characters."),
  days: z.enum(["30", "90", "365", "never"], "Choose how long the key works."),
});

export const passkeyNameSchema = z
  .string()
  .trim()
  .min(1, "Give the passkey a name.")
  .max(60, "Use at most 60 characters.");

/** The first error of each field, by its name. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message;
  return errors;
}

/** A form's text fields, as they were entered. */
export function entered<Name extends string>(form: FormData, ...names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "")])) as Record<Name, string>;
}
