import { homedir } from "node:os";
import { join } from "node:path";

/** What the commands take from the environment. */
export function readEnvironment(environment: NodeJS.ProcessEnv = process.env) {
  const state = environment.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return {
    apiKey: environment.BODYMARK_API_KEY || undefined,
    url: environment.BODYMARK_URL || undefined,
    /** Begun uploads, so that the next call resumes them. */
    uploadsFile: join(state, "bodymark", "uploads.json"),
    /** Address of the container engine; undefined means the default socket. */
    dockerHost: environment.DOCKER_HOST || undefined,
  };
}
