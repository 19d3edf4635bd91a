import { posix } from "node:path";
import type { Profile } from "@bodymark/contracts";
import { unsupportedImage } from "./refuse.ts";

/** How the container is started. */
export type CommandPlan =
  /** `bash` (or `sh`) with an absolute script. */
  | { kind: "script"; shell: "bash" | "sh"; script: string }
  /** `sh predict.sh` in the image's working directory. */
  | { kind: "working-dir"; shell: "bash" | "sh" }
  /** FLARE: `/bin/bash -c "sh predict.sh"` handed to the image's entrypoint. */
  | { kind: "flare" }
  /** The image's own entrypoint and command. */
  | { kind: "own" };

/** Chooses what a profile starts, by what is in the image. @throws RunFailure `unsupported-image` where it lacks that */
export function planCommand(
  profile: Profile,
  image: { workingDir: string; entrypoint: readonly string[]; cmd: readonly string[] },
  hasFile: (path: string) => boolean,
): CommandPlan {
  const own = image.entrypoint.length > 0 || image.cmd.length > 0;
  const inWorkingDir = posix.join("/", image.workingDir || "/", "predict.sh");
  const find = (name: string): boolean =>
    ["/bin", "/usr/bin", "/usr/local/bin"].some((folder) => hasFile(`${folder}/${name}`));
  if (profile === "grand-challenge") {
    if (own) return { kind: "own" };
    throw unsupportedImage(
      "The image has neither ENTRYPOINT nor CMD, and this phase starts the image's own command. Add one to the Dockerfile.",
    );
  }
  if (profile === "flare") {
    // An entrypoint gets these words and may do without them, as `docker run` has it.
    if (image.entrypoint.length > 0) return { kind: "flare" };
    if (!hasFile("/bin/bash"))
      throw unsupportedImage(
        'This phase starts `/bin/bash -c "sh predict.sh"`, and the image has no /bin/bash. Install bash in it.',
      );
    if (!hasFile(inWorkingDir))
      throw unsupportedImage(
        `This phase starts \`sh predict.sh\` in the working directory, and the image has no ${inWorkingDir}. Copy it there, or set WORKDIR.`,
      );
    return { kind: "flare" };
  }
  const shell = find("bash") ? "bash" : find("sh") ? "sh" : null;
  if (hasFile("/workspace/predict.sh") && shell) return { kind: "script", shell, script: "/workspace/predict.sh" };
  if (hasFile(inWorkingDir) && shell) return { kind: "working-dir", shell: find("sh") ? "sh" : "bash" };
  if ((hasFile("/workspace/predict.sh") || hasFile(inWorkingDir)) && !shell) {
    throw unsupportedImage("The image has a predict.sh but no shell to run it: neither `sh` nor `bash` is in it.");
  }
  if (own) return { kind: "own" };
  throw unsupportedImage(
    "The image has nothing to start: no /workspace/predict.sh, no predict.sh in its working directory, and no ENTRYPOINT or CMD.",
  );
}
