import {
  definitionSchema,
  type Limits,
  limitsSchema,
  profileSchema,
  type Slugs,
  sandboxSchema,
  slugsSchema,
  UsageError,
} from "@bodymark/contracts";
import { z } from "zod";

/** Options of `evaluate`, as they are typed. */
export interface EvaluateArguments {
  image: string;
  cases: string;
  structures: string;
  out: string;
  profile: string;
  inputSlug: string;
  outputSlug: string;
  caseTimeoutS: string;
  memory: string;
  shmSize: string;
  cpus: string;
  pids: string;
  disk: string;
  imageSize: string;
  gpus: string;
  repeats: string;
  preset: string;
  sandbox: string;
  keepPredictions?: boolean;
  labelMap?: string;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
/** What a container needs to start at all. */
const LEAST_MEMORY_BYTES = 16 * 1024 ** 2;

/** Room for an output and little else. */
const LEAST_DISK_BYTES = 16 * 1024 ** 2;

/** Profile, definition, sandbox and limits as typed. @throws UsageError that names the option */
export function readEvaluateOptions(options: EvaluateArguments) {
  const limits: Limits = limitsSchema.parse({
    caseTimeoutS: readNumber("--case-timeout-s", options.caseTimeoutS, 0.1, 7 * 24 * 3600),
    memoryBytes: readSize("--memory", options.memory, LEAST_MEMORY_BYTES),
    shmBytes: readSize("--shm-size", options.shmSize, 1),
    cpus: readNumber("--cpus", options.cpus, 0.01, 4096),
    pids: readNumber("--pids", options.pids, 1, 4_194_304),
    diskBytes: readSize("--disk", options.disk, LEAST_DISK_BYTES),
    imageBytes: readSize("--image-size", options.imageSize, 1),
    gpus: options.gpus,
    repeats: readNumber("--repeats", options.repeats, 1, 20),
  });
  if (!Number.isInteger(limits.repeats)) throw new UsageError("--repeats takes a whole number");
  if (!Number.isInteger(limits.pids)) throw new UsageError("--pids takes a whole number");
  return {
    limits,
    profile: choose("--profile", profileSchema, options.profile),
    slugs: readSlugs(options),
    definition: choose("--preset", definitionSchema, options.preset),
    sandbox: choose("--sandbox", z.enum(["auto", ...sandboxSchema.options]), options.sandbox),
  };
}

function readSlugs({ inputSlug, outputSlug }: EvaluateArguments): Slugs {
  const slugs = slugsSchema.safeParse({ input: inputSlug, output: outputSlug });
  if (!slugs.success)
    throw new UsageError("--input-slug and --output-slug take lower-case letters, digits and hyphens");
  return slugs.data;
}

function choose<Choice extends string>(
  option: string,
  schema: z.ZodType<Choice> & { options: readonly Choice[] },
  text: string,
): Choice {
  const chosen = schema.safeParse(text);
  if (!chosen.success) throw new UsageError(`${option} takes ${schema.options.join(", ")}, not "${text}"`);
  return chosen.data;
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most)) {
    throw new UsageError(`${option} takes a number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

/** A size like the engine's own (`512m`, `8g`, `8GB`, plain bytes), in bytes. */
function readSize(option: string, text: string, least: number): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number || Number.NaN) * (UNITS[unit.toLowerCase()] ?? Number.NaN));
  if (!(bytes >= least))
    throw new UsageError(`${option} takes a size such as 8g, at least ${least} bytes, not "${text}"`);
  return bytes;
}
