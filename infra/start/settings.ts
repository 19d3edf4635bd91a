import { openDataFolder } from "../data-folder.ts";
import { StartError } from "../start-error.ts";

/** What a start is told by its environment. Empty means unset. */
export interface StartSettings {
  readonly dataFolder: string;
  readonly port: number;
  /** Where people reach the portal, without a slash at the end. */
  readonly publicUrl: string;
  /** A PostgreSQL of the operator's own, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A Docker Engine of the operator's own. */
  readonly dockerHost: string | undefined;
  /** Whether to set up the demo challenge and wait for its leaderboard. */
  readonly demo: boolean;
}

export async function readStartSettings(env: NodeJS.ProcessEnv = process.env): Promise<StartSettings> {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartError(`PORT=${env.PORT} is not a port.`, ["Set it to a number between 1 and 65535 (default 3000)."]);
  }
  return {
    dataFolder: await openDataFolder(env.BODYMARK_DATA),
    port,
    publicUrl: (env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/$/, ""),
    databaseUrl: env.DATABASE_URL || undefined,
    dockerHost: env.DOCKER_HOST || undefined,
    demo: env.BODYMARK_DEMO !== "0",
  };
}
