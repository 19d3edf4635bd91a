import { join, resolve } from "node:path";
import { UsageError } from "@bodymark/contracts";
import { z } from "zod";

export const objectStoreSettingsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("disk"), root: z.string().min(1) }),
  z.object({
    kind: z.literal("s3"),
    endpoint: z.url().optional(),
    region: z.string().min(1),
    bucket: z.string().min(3),
    accessKeyId: z.string().min(1).optional(),
    secretAccessKey: z.string().min(1).optional(),
    forcePathStyle: z.boolean(),
  }),
]);
export type ObjectStoreSettings = z.infer<typeof objectStoreSettingsSchema>;

/**
 * Where objects are kept: S3 when `S3_BUCKET` or `S3_ENDPOINT` is set, else the folder `objects` of `BODYMARK_DATA`
 * (`.bodymark`). Without keys the SDK's own chain of credentials is used; with an endpoint of one's own, buckets are
 * addressed by path. Throws `UsageError` naming the variable that is missing or wrong.
 */
export function readObjectStoreSettings(environment: NodeJS.ProcessEnv = process.env): ObjectStoreSettings {
  const text = (name: string) => environment[name] || undefined;
  if (!text("S3_ENDPOINT") && !text("S3_BUCKET")) {
    return { kind: "disk", root: resolve(join(text("BODYMARK_DATA") ?? ".bodymark", "objects")) };
  }
  const settings = objectStoreSettingsSchema.safeParse({
    kind: "s3",
    endpoint: text("S3_ENDPOINT"),
    region: text("S3_REGION") ?? "us-east-1",
    bucket: text("S3_BUCKET") ?? "bodymark",
    accessKeyId: text("S3_ACCESS_KEY_ID"),
    secretAccessKey: text("S3_SECRET_ACCESS_KEY"),
    forcePathStyle: text("S3_ENDPOINT") !== undefined,
  });
  if (settings.success) return settings.data;
  const variables: Record<string, string> = { endpoint: "S3_ENDPOINT", region: "S3_REGION", bucket: "S3_BUCKET" };
  const wrong = settings.error.issues.map(({ path, message }) => `${variables[String(path[0])]}: ${message}`);
  throw new UsageError(`the object storage's settings are wrong: ${wrong.join("; ")}`, { cause: settings.error });
}
