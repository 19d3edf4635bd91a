import { challengeDocumentSchema } from "@bodymark/challenge-file";
import { z } from "zod";

// What is used of the platform's answers to organizers.

const effectSchema = z.looseObject({
  title: z.string(),
  fields: z.array(z.string()),
  amends: z.boolean(),
  consequences: z.array(z.string()),
});
export type Effect = z.infer<typeof effectSchema>;

export const outcomeSchema = z.object({
  slug: z.string(),
  created: z.boolean(),
  applied: z.boolean(),
  changes: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
  effects: z.array(effectSchema),
  confirm: z.string().nullable(),
  version: z.string().nullable().default(null),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const definitionSchema = z.looseObject({
  document: challengeDocumentSchema,
  version: z.string().nullable().default(null),
});

export const auditSchema = z.looseObject({
  items: z.array(
    z.looseObject({ at: z.string(), actor: z.string().nullable(), action: z.string(), subject: z.string() }),
  ),
});

export const confirmationSchema = z.looseObject({ confirm: z.string(), effects: z.array(effectSchema) });

export const enteredSchema = z.looseObject({ warning: z.string().nullable().default(null) });

/** What is wrong in a document, by path. */
export const fieldsSchema = z.looseObject({ fields: z.array(z.object({ path: z.string(), message: z.string() })) });

export const reportsSchema = z.looseObject({
  reports: z.array(z.object({ file: z.enum(["image", "label"]), problem: z.string() })),
});
