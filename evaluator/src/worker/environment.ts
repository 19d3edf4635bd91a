import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { CACHE_BYTES, IMAGE_BYTES, LEASE_S, MIN_FREE_BYTES } from "./defaults.ts";

const bytes = z.coerce.number().int().min(0);
const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  DOCKER_HOST: z.string().min(1).optional(),
  BODYMARK_DATA: z.string().min(1).default(".bodymark"),
  BODYMARK_WORK: z.string().min(1).optional(),
  BODYMARK_WORKER: z.string().min(1).default(hostname()),
  BODYMARK_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  BODYMARK_LEASE_S: z.coerce.number().min(2).max(600).default(LEASE_S),
  BODYMARK_MIN_FREE_BYTES: bytes.default(MIN_FREE_BYTES),
  BODYMARK_CACHE_BYTES: bytes.default(CACHE_BYTES),
  BODYMARK_IMAGE_BYTES: bytes.default(IMAGE_BYTES),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
});

/** Settings of the evaluator's program. */
export interface WorkerSettings {
  databaseUrl: string;
  /** Address of the engine; undefined takes the default socket. */
  dockerHost: string | undefined;
  name: string;
  /** Private folder of this worker: cached cases, images under way, temporary files. */
  workDir: string;
  metricsPort: number | null;
  /** How long this worker's leases last: after its death another takes over when that has run out. */
  leaseS: number;
  /** Free disk below which no new work is taken. */
  minFreeBytes: number;
  /** Bounds of the local copies of objects, and of the images kept in the engine. */
  cacheBytes: number;
  imageBytes: number;
  logLevel: z.infer<typeof environmentSchema>["LOG_LEVEL"];
}

export function readWorkerSettings(environment: NodeJS.ProcessEnv = process.env): WorkerSettings {
  const parsed = environmentSchema.parse(environment);
  return {
    databaseUrl: parsed.DATABASE_URL,
    dockerHost: parsed.DOCKER_HOST,
    name: parsed.BODYMARK_WORKER,
    workDir: parsed.BODYMARK_WORK ?? join(parsed.BODYMARK_DATA, "evaluator"),
    metricsPort: parsed.BODYMARK_METRICS_PORT ?? null,
    leaseS: parsed.BODYMARK_LEASE_S,
    minFreeBytes: parsed.BODYMARK_MIN_FREE_BYTES,
    cacheBytes: parsed.BODYMARK_CACHE_BYTES,
    imageBytes: parsed.BODYMARK_IMAGE_BYTES,
    logLevel: parsed.LOG_LEVEL,
  };
}
