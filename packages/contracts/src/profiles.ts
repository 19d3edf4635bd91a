import { z } from "zod";

/** The container contracts; see docs/participants. */
export const PROFILES = ["bodymaps", "flare", "suprem", "grand-challenge", "strict"] as const;
export const profileSchema = z.enum(PROFILES);
export type Profile = z.infer<typeof profileSchema>;

/** A name in a path of the `grand-challenge` profile. */
const interfaceSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "lower-case letters, digits and hyphens");
/** Interface slugs of the `grand-challenge` profile: `/input/images/<input>/` and `/output/images/<output>/`. */
export const slugsSchema = z.strictObject({
  input: interfaceSlug.default("ct"),
  output: interfaceSlug.default("segmentation"),
});
export type Slugs = z.infer<typeof slugsSchema>;

/** How writes and users are confined: user namespaces and a size-limited root, or a read-only root and a fixed user. */
export const SANDBOXES = ["userns", "readonly"] as const;
export const sandboxSchema = z.enum(SANDBOXES);
export type Sandbox = z.infer<typeof sandboxSchema>;

/** What one case run may use. */
export const limitsSchema = z.object({
  caseTimeoutS: z.number().positive().default(600),
  memoryBytes: z
    .number()
    .int()
    .positive()
    .default(8 * 1024 ** 3),
  shmBytes: z
    .number()
    .int()
    .positive()
    .default(8 * 1024 ** 3),
  cpus: z.number().positive().default(2),
  pids: z.number().int().positive().default(1024),
  diskBytes: z
    .number()
    .int()
    .positive()
    .default(10 * 1024 ** 3),
  imageBytes: z
    .number()
    .int()
    .positive()
    .default(20 * 1024 ** 3),
  gpus: z.string().default("none"),
  /** Part of the name of the GPU that a phase asks for, for example `A100`. */
  gpuType: z.string().min(1).optional(),
  /** Memory that this GPU must have. */
  gpuMemoryBytes: z.number().int().positive().optional(),
  repeats: z.number().int().min(1).max(20).default(1),
});
export type Limits = z.infer<typeof limitsSchema>;
