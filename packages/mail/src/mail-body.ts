import { z } from "zod";

/**
 * A part of a mail: a paragraph, a link to a page of the portal (by its path), a text quoted as it was written, or
 * markdown of organizers.
 */
export const mailPartSchema = z.union([
  z.object({ text: z.string() }),
  z.object({ link: z.string().startsWith("/"), label: z.string() }),
  z.object({ quote: z.string() }),
  z.object({ markdown: z.string() }),
]);
export type MailPart = z.infer<typeof mailPartSchema>;
export const mailBodySchema = z.array(mailPartSchema);

/** What is said, whoever it is said to. */
export interface MailText {
  readonly subject: string;
  readonly body: readonly MailPart[];
}
