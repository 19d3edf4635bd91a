import {
  caseDocumentSchema,
  challengeDocumentSchema,
  organizerRoleSchema,
  phaseDocumentSchema,
} from "@bodymark/challenge-file";
import { z } from "zod";

// What organizers send and get, for the API; the values come from packages/challenge.

export const applyOptionsSchema = z.object({
  confirm: z.string().max(100).optional().describe("The token of a `confirmation-needed` answer"),
  reason: z.string().max(500).optional().describe("Why something frozen changes; shown on the board"),
});

export const changeShape = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const effectShape = z.object({
  phase: z.string(),
  title: z.string(),
  fields: z.array(z.string()),
  amends: z.boolean(),
  submissions: z.number().int(),
  evaluated: z.number().int(),
  waiting: z.number().int(),
  consequences: z.array(z.string()),
});

/** What was changed, or with `dryRun` would be. */
export const outcomeShape = z.object({
  slug: z.string(),
  created: z.boolean(),
  applied: z.boolean(),
  changes: z.array(changeShape),
  effects: z.array(effectShape),
  confirm: z.string().nullable(),
  version: z.string().nullable().describe("Of the challenge as it is now; null where there is none"),
});

export const definitionShape = z.object({
  document: challengeDocumentSchema,
  version: z.string(),
  role: organizerRoleSchema,
  opened: z.array(
    z.object({
      slug: z.string(),
      submissions: z.number().int(),
      evaluated: z.number().int(),
      waiting: z.number().int(),
    }),
  ),
});

export const definitionBody = z.strictObject({
  document: challengeDocumentSchema,
  dryRun: z.boolean().default(false),
  prune: z.boolean().default(false).describe("Remove cases that the document does not list"),
  ifVersion: z
    .string()
    .max(100)
    .optional()
    .describe("Refuse with `changed-meanwhile` where the challenge is no longer of this version"),
  ...applyOptionsSchema.shape,
});

const editable = challengeDocumentSchema.shape;
export const challengeEditBody = z.strictObject({
  title: editable.title.optional(),
  summary: z.string().max(500).optional(),
  visibility: z.enum(["draft", "public"]).optional(),
  admission: z.enum(["open", "approval", "domain"]).optional(),
  emailDomains: z.array(z.string()).max(200).optional(),
  discussionUrl: z.string().max(500).nullable().optional(),
  pages: z
    .strictObject({ overview: z.string().optional(), rules: z.string().optional(), data: z.string().optional() })
    .optional(),
  logo: z.string().nullable().optional(),
  structures: editable.structures.unwrap().optional(),
  costs: editable.costs,
  ...applyOptionsSchema.shape,
});

export const phaseBody = z.strictObject({
  ...phaseDocumentSchema.omit({ slug: true }).shape,
  ...applyOptionsSchema.shape,
});

export const organizerShape = z.object({ email: z.string(), role: organizerRoleSchema });

export const organizerCaseShape = z.object({
  name: z.string(),
  patient: z.string().nullable(),
  metadata: caseDocumentSchema.shape.metadata,
  sizeBytes: z.number().int(),
  shape: z.array(z.number().int()),
  spacingMm: z.array(z.number()),
  imageSha256: z.string(),
  labelSha256: z.string(),
  revision: z.number().int(),
  revisedAt: z.string(),
  note: z.string().nullable(),
  present: z.array(z.number().int()),
  notAnnotated: z.array(z.number().int()),
  phases: z.array(z.string()),
  used: z.boolean().describe("Submissions have run on it, so it cannot be removed"),
});

export const enteredCaseShape = z.object({
  name: z.string(),
  outcome: z.enum(["added", "mended", "changed", "unchanged"]),
  revision: z.number().int(),
  shape: z.array(z.number().int()),
  spacingMm: z.array(z.number()),
  present: z.array(z.number().int()),
  warning: z.string().nullable().describe("What is allowed but rarely meant, such as a label map without structures"),
});

export const auditLineShape = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  subjectKind: z.string(),
  details: z.unknown(),
});
