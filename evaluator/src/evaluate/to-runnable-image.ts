import type { AcceptedImage, CommandPlan as PlannedCommand } from "@bodymark/image";
import type { CommandPlan, LoadedImage } from "../run/executor.ts";
import type { RunnableImage } from "./types.ts";

/** An accepted image that the engine has, with the process to start in it. */
export function toRunnableImage(accepted: AcceptedImage, loaded: LoadedImage): RunnableImage {
  const { entrypoint, cmd, workingDir, user, env, volumes } = accepted;
  return {
    id: loaded.id,
    sizeBytes: loaded.sizeBytes,
    config: { entrypoint, cmd, workingDir, user, env, volumes },
    command: toProcess(accepted.plan),
  };
}

function toProcess(plan: PlannedCommand): CommandPlan {
  switch (plan.kind) {
    case "script":
      return { entrypoint: [plan.shell, plan.script], cmd: [], workingDir: null };
    case "working-dir":
      return { entrypoint: [plan.shell, "predict.sh"], cmd: [], workingDir: null };
    case "flare":
      return { entrypoint: null, cmd: ["/bin/bash", "-c", "sh predict.sh"], workingDir: null };
    case "own":
      return { entrypoint: null, cmd: null, workingDir: null };
  }
}
