import { z } from "zod";

export const isDevelopment = process.env.NODE_ENV === "development";

const environmentSchema = z
  .object({
    /** PostgreSQL connection string. */
    DATABASE_URL: z.string().min(1),
    /** Signs session cookies: at least 32 characters, the same for all portals of one installation. */
    BODYMARK_SECRET: z.string().min(32),
    PORT: z.coerce.number().int().default(3000),
    /** Where people reach the portal, when that is not this machine's PORT. */
    PUBLIC_URL: z.url().optional(),
    /** Whether a reverse proxy in front sets `x-forwarded-for`; otherwise the header is whatever the sender claims. */
    TRUST_PROXY: z.enum(["0", "1"]).default("0"),
    /** Whether this is the demo: then its mailbox is open to whoever sits at this machine. */
    BODYMARK_DEMO: z.enum(["0", "1"]).default("0"),
    /** Bearer token for /metrics; without one, only this machine may read it. */
    METRICS_TOKEN: z.string().min(16).optional(),
    /** The command line as an npm package (`node apps/cli/pack.mjs`), served as /cli/bodymark.tgz. */
    CLI_PACKAGE: z.string().min(1).optional(),
    /** Signs result bundles: an Ed25519 private key, PKCS #8 in PEM, the same for all portals of one installation. */
    BODYMARK_SIGNING_KEY: z.string().min(1).optional(),
  })
  .transform((raw) => ({
    databaseUrl: raw.DATABASE_URL,
    secret: raw.BODYMARK_SECRET,
    port: raw.PORT,
    publicUrl: (raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}`).replace(/\/$/, ""),
    trustProxy: raw.TRUST_PROXY === "1",
    demo: raw.BODYMARK_DEMO === "1",
    metricsToken: raw.METRICS_TOKEN ?? null,
    commandLinePackage: raw.CLI_PACKAGE ?? null,
    signingKey: raw.BODYMARK_SIGNING_KEY ?? null,
  }));
export type PortalEnvironment = z.infer<typeof environmentSchema>;

let parsed: PortalEnvironment | undefined;

/** The environment, parsed at first use: `next build` runs without one. */
export function environment(): PortalEnvironment {
  parsed ??= environmentSchema.parse(process.env);
  return parsed;
}
