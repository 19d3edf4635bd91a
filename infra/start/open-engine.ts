import { findEngine } from "../engine/find-engine.ts";
import { requirePrivateEngine } from "../engine/require-private-engine.ts";
import { startPrivateEngine } from "../engine/start-private-engine.ts";
import { stopPrivateEngine } from "../engine/stop-private-engine.ts";

export interface OpenEngine {
  readonly host: string;
  /** Whether it is the project's own. */
  readonly own: boolean;
  stop(): Promise<void>;
}

/** The engine that is configured, else the machine's, else one of our own. */
export async function openEngine(options: {
  readonly dockerHost: string | undefined;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
}): Promise<OpenEngine> {
  const found = await findEngine(options.dockerHost);
  if (found.host !== undefined) return { host: found.host, own: false, stop: async () => {} };
  requirePrivateEngine(found.refusals);
  const engine = await startPrivateEngine(options);
  return { host: engine.host, own: true, stop: () => stopPrivateEngine(options.dataFolder) };
}
