import {
  caseVisibilitySchema,
  countingRuleSchema,
  definitionSchema,
  explainMarkdown,
  type Limits,
  limitsSchema,
  logPolicySchema,
  phaseKindSchema,
  profileSchema,
  type Structure,
  slugsSchema,
  structureSchema,
} from "@bodymark/contracts";
import { z } from "zod";
import { checkDocument } from "./check-document.ts";
import { costsSchema } from "./costs.ts";
import { CASE_COLUMNS, toCsvValue } from "./parse-cases-csv.ts";
import { parseInstant } from "./parse-instant.ts";
import { parseSize } from "./parse-size.ts";
import { chosenRulesSchema } from "./phase-rules.ts";

const SLUG = "lower-case letters, digits and hyphens, beginning with a letter or digit";
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, `use 1 to 64 ${SLUG}`)
  .refine((slug) => slug !== "new", "“new” is the address of a page of the portal: use another");
/** A name that can be a file's: of a case, or of a picture. */
export const caseNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "use 1 to 100 letters, digits, dots, hyphens and underscores");
export const pictureNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.(png|jpe?g|webp|gif)$/i,
    "use a name that ends in .png, .jpg, .webp or .gif",
  );
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hex");

/** An instant, kept as ISO 8601 in UTC with milliseconds whatever the zone it was written in. */
export const instantSchema = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at) return at.toISOString();
  context.addIssue({
    code: "custom",
    message: `“${text}” is no instant: write 2027-03-01T12:00:00Z, 2027-03-01 12:00 Europe/Vienna or 2027-03-01 23:59 AoE`,
  });
  return z.NEVER;
});

/** Beyond these a limit is a typing error: no machine has so much, and a timer cannot count so far. */
const MOST = { caseTimeoutS: 7 * 86_400, cpus: 1_024, pids: 4_194_304, bytes: 2 ** 50 } as const;

/** Limits of one case; sizes may be written as `8g`. */
const limits = z.preprocess((value) => {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      key.endsWith("Bytes") && typeof entry === "string" ? (parseSize(entry) ?? entry) : entry,
    ]),
  );
}, z.strictObject(limitsSchema.shape).superRefine(refuseTooMuch));

function refuseTooMuch(chosen: Limits, context: z.RefinementCtx): void {
  for (const [name, value] of Object.entries(chosen)) {
    const most = name.endsWith("Bytes") ? MOST.bytes : MOST[name as keyof typeof MOST];
    if (typeof value === "number" && most !== undefined && value > most)
      context.addIssue({ code: "custom", path: [name], message: `${value} is too much: at most ${most}` });
  }
}

/** A number of bytes; may be written as `100g`. */
const size = z.preprocess(
  (value) => (typeof value === "string" ? (parseSize(value) ?? value) : value),
  z.number({ error: "write a size, such as 100g" }).int().min(0).max(1e15),
);

const markdown = z.string().superRefine((text, context) => {
  const why = explainMarkdown(text);
  if (why) context.addIssue({ code: "custom", message: `${why}, too much to draw; split or shorten it` });
});

/** In the one form that the database gives back: a single tolerance is a number, groups are sorted, each once. */
const structure = structureSchema
  .extend({
    /** Lists of names have `;` or line ends between. */
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^;\r\n]*$/, "a name has neither semicolons nor line ends"),
  })
  .strict()
  .transform(({ toleranceMm, groups = [], ...rest }): Structure => {
    const list = [toleranceMm].flat();
    return { ...rest, toleranceMm: list.length === 1 ? (list[0] ?? 1) : list, groups: [...new Set(groups)].sort() };
  });

export const phaseDocumentSchema = z.strictObject({
  slug: slugSchema,
  title: z.string().trim().min(1).max(100),
  description: z.string().max(2_000).default(""),
  kind: phaseKindSchema,
  opensAt: instantSchema.nullable().default(null),
  closesAt: instantSchema.nullable().default(null),
  caseVisibility: caseVisibilitySchema.default("hidden"),
  profile: profileSchema.default("bodymaps"),
  /** Where the `grand-challenge` profile puts the scan and expects the answer. */
  slugs: slugsSchema.prefault({}),
  limits: limits.default(limitsSchema.parse({})),
  definition: definitionSchema.default("surface-distance"),
  absentPolicy: z.enum(["leave-out", "count"]).default("leave-out"),
  ranking: chosenRulesSchema.prefault({ scheme: "mean-then-rank", metrics: [{ name: "dice" }, { name: "nsd" }] }),
  counting: countingRuleSchema.default("best"),
  publication: z.enum(["live", "approval", "close"]).default("live"),
  logPolicy: logPolicySchema.default("public-cases"),
  /** Above this, kept predictions of results that do not count are removed, the oldest first. */
  keptPredictionBytes: size.default(100 * 1024 ** 3),
  /** Submissions a team may have evaluated, and failed ones it may have, in each window; null: no limit. */
  quota: z
    .strictObject({
      count: z.number().int().min(0).max(100_000).nullable().default(null),
      failures: z.number().int().min(0).max(100_000).nullable().default(null),
      windowS: z
        .number()
        .int()
        .min(60)
        .max(366 * 86_400)
        .default(86_400),
    })
    .prefault({}),
  /** Slug of the phase that a team must have passed first. */
  gate: slugSchema.nullable().default(null),
  /** Names of cases, in their order; `*` stands for any letters. */
  cases: z.array(z.string().min(1).max(100)).max(20_000).default([]),
  /** Cases whose time counts: `all`, or names. */
  timingCases: z.union([z.literal("all"), z.array(z.string().min(1).max(100)).max(20_000)]).default("all"),
});
export type PhaseDocument = z.output<typeof phaseDocumentSchema>;
export type PhaseInput = z.input<typeof phaseDocumentSchema>;

/** Facts in the one form that cases.csv gives back: text without blanks around it, and numbers. */
function asInCsv(metadata: Record<string, string | number | boolean | null>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) => {
      const text = String(value ?? "").trim();
      return text === "" ? [] : [[name.trim(), toCsvValue(text)]];
    }),
  );
}

export const caseDocumentSchema = z.strictObject({
  name: caseNameSchema,
  patient: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .transform((text) => text?.trim() || null),
  metadata: z
    .record(
      z
        .string()
        .min(1)
        .max(100)
        .refine((name) => name.trim() !== "" && !CASE_COLUMNS.includes(name.trim()), "is no name of a fact"),
      z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
    )
    .default({})
    .transform(asInCsv),
  /** Names of structures that nobody annotated in this case: never scored. In one order, each once. */
  notAnnotated: z
    .array(z.string().max(200))
    .default([])
    .transform((names) => [...new Set(names)].sort()),
  imageSha256: sha256,
  labelSha256: sha256,
});
export type CaseDocument = z.output<typeof caseDocumentSchema>;

export const ORGANIZER_ROLES = ["owner", "editor", "reviewer"] as const;
export const organizerRoleSchema = z.enum(ORGANIZER_ROLES);
export type OrganizerRole = z.infer<typeof organizerRoleSchema>;

/** Everything an organizer says of a challenge, without the bytes of its files. */
export const challengeDocumentSchema = z
  .strictObject({
    schema: z.literal("bodymark.challenge/1").default("bodymark.challenge/1"),
    slug: slugSchema,
    title: z.string().trim().min(1).max(120),
    summary: z.string().trim().max(500).default(""),
    visibility: z.enum(["draft", "public"]).default("draft"),
    admission: z.enum(["open", "approval", "domain"]).default("open"),
    emailDomains: z
      .array(
        z
          .string()
          .toLowerCase()
          .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "is no mail domain such as university.edu"),
      )
      .max(200)
      .default([]),
    discussionUrl: z
      .url({ protocol: /^https?$/, error: "is no web address (https://…)" })
      .max(500)
      .nullable()
      .default(null),
    /** Markdown. Pictures are `pictures/NAME`. */
    pages: z
      .strictObject({ overview: markdown.default(""), rules: markdown.default(""), data: markdown.default("") })
      .prefault({}),
    /** The one of `pictures` that is the logo. */
    logo: pictureNameSchema.nullable().default(null),
    pictures: z
      .array(z.strictObject({ name: pictureNameSchema, sha256 }))
      .max(200)
      .default([]),
    structures: z.array(structure).max(1_000).default([]),
    phases: z.array(phaseDocumentSchema).max(50).default([]),
    /** Prices and budget. Absent: as they are. */
    costs: costsSchema.optional(),
    /** Absent: as they are. */
    organizers: z
      .array(z.strictObject({ email: z.email("is no e-mail address").toLowerCase(), role: organizerRoleSchema }))
      .max(200)
      .optional(),
    /** Absent: as they are. */
    cases: z.array(caseDocumentSchema).max(20_000).optional(),
  })
  .superRefine(checkDocument);
export type ChallengeDocument = z.output<typeof challengeDocumentSchema>;
export type ChallengeInput = z.input<typeof challengeDocumentSchema>;
