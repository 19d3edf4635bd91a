import { UsageError } from "@bodymark/contracts";
import { z } from "zod";

const schema = z.object({
  /** `smtp://user:password@host:587` or `smtps://…:465`; without one, mail is kept for the mailbox page. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
  /** Sender of all mail. */
  MAIL_FROM: z.string().includes("@").default("Bodymark <no-reply@bodymark.invalid>"),
});

export type MailSettings = { kind: "embedded" } | { kind: "smtp"; url: string; from: string };

/** How mail goes out. Throws `UsageError` naming the variable that is wrong. */
export function readMailSettings(environment: NodeJS.ProcessEnv = process.env): MailSettings {
  const given = { SMTP_URL: environment.SMTP_URL || undefined, MAIL_FROM: environment.MAIL_FROM || undefined };
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
    throw new UsageError(`the mail settings are wrong: ${wrong.join("; ")}`, { cause: parsed.error });
  }
  const { SMTP_URL: url, MAIL_FROM: from } = parsed.data;
  if (!url) return { kind: "embedded" };
  if (!given.MAIL_FROM) throw new UsageError("SMTP_URL is set: set MAIL_FROM too, the address that mail comes from.");
  return { kind: "smtp", url, from };
}
