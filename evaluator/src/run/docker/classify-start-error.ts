import { RunFailure } from "@bodymark/contracts";
import { EngineDiskFull, EngineFault } from "../engine-fault.ts";
import type { EngineAnswer } from "./call-engine.ts";

/** What the engine and runc say when the image's own configuration is at fault: command, user, folder, file type. */
const IMAGE_AT_FAULT = [
  /executable file not found/i,
  /exec format error/i,
  /no such file or directory/i,
  /permission denied/i,
  /not a directory/i,
  /is a directory/i,
  /unable to find (user|group)/i,
  /no matching entries in (passwd|group) file/i,
  /no users found/i,
  /invalid (user|uid|gid)/i,
  /chdir to cwd/i,
  /working directory .* is invalid/i,
  /no command specified/i,
  /argument list too long/i,
  /nul|invalid argument: env/i,
  /cannot (mount|extract|overwrite)/i,
  /container init was OOM-killed/i,
];

/** Throws what an unsuccessful create, put or start means: the image's fault, or the engine's. */
export function classifyStartError(answer: EngineAnswer, step: "create" | "put" | "start"): never {
  if (/no space left on device|disk quota exceeded/i.test(answer.message)) {
    if (step === "put") {
      throw new RunFailure(
        "disk-limit",
        "start",
        "The inputs do not fit beside what the image brings into the disk limit.",
      );
    }
    throw new EngineDiskFull(`the engine's disk is full: ${answer.message}`);
  }
  // What an engine may not do itself is no fault of the image: crun ends such words with "permission denied" too.
  const ofTheImage = answer.statusCode >= 500 || answer.statusCode === 400;
  if (ofTheImage && !/setrlimit|newuidmap|cgroup/i.test(answer.message)) {
    if (IMAGE_AT_FAULT.some((pattern) => pattern.test(answer.message))) {
      throw new RunFailure("start-failed", "start", "The engine could not start the image's command.", {
        cause: new Error(answer.message),
      });
    }
  }
  throw new EngineFault(`the engine failed to ${step} the container: ${answer.message}`);
}
