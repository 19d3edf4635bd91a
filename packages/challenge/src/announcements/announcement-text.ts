import { explainMarkdown } from "@bodymark/contracts";
import { z } from "zod";

/** What an announcement says: a title of one line, and markdown. */
export const announcementTextSchema = z.object({
  title: z
    .string()
    .trim()
    .min(1, "Give it a title.")
    .max(120)
    .regex(/^[^\p{Cc}]*$/u, "A title is one line."),
  body: z
    .string()
    .trim()
    .min(1, "Write what you announce.")
    .max(20_000)
    .superRefine((text, context) => {
      const why = explainMarkdown(text);
      if (why) context.addIssue({ code: "custom", message: `It ${why}, too much to draw. Split or shorten it.` });
    }),
});
export type AnnouncementText = z.infer<typeof announcementTextSchema>;
