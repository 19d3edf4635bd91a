import type { CommandPlan as AcceptedPlan } from "@bodymark/image";
import type { CommandPlan } from "../run/executor.ts";

/** What acceptance planned, as the engine takes it. */
export function startCommand(plan: AcceptedPlan): CommandPlan {
  switch (plan.kind) {
    case "script":
      return { entrypoint: [plan.shell, plan.script], cmd: null, workingDir: null };
    case "working-dir":
      return { entrypoint: [plan.shell, "predict.sh"], cmd: null, workingDir: null };
    case "flare":
      return { entrypoint: null, cmd: ["/bin/bash", "-c", "sh predict.sh"], workingDir: null };
    case "own":
      return { entrypoint: null, cmd: null, workingDir: null };
  }
}
