import { describe, expect, test } from "vitest";
import { planCommand } from "../src/index.ts";

const image = (files: readonly string[], config: { workingDir?: string; entrypoint?: string[]; cmd?: string[] } = {}) =>
  [{ workingDir: "/", entrypoint: [], cmd: [], ...config }, (path: string) => files.includes(path)] as const;

describe("planning the command of a profile", () => {
  test.each(["bodymaps", "suprem", "strict"] as const)("%s prefers bash and /workspace/predict.sh", (profile) => {
    const files = ["/bin/bash", "/bin/sh", "/workspace/predict.sh", "/app/predict.sh"];
    expect(planCommand(profile, ...image(files, { workingDir: "/app", cmd: ["x"] }))).toEqual({
      kind: "script",
      shell: "bash",
      script: "/workspace/predict.sh",
    });
  });

  test("takes sh where there is no bash", () => {
    expect(planCommand("bodymaps", ...image(["/usr/bin/sh", "/workspace/predict.sh"]))).toMatchObject({ shell: "sh" });
  });

  test("goes on to predict.sh in the working directory, run by sh", () => {
    const files = ["/bin/bash", "/bin/sh", "/app/predict.sh"];
    expect(planCommand("bodymaps", ...image(files, { workingDir: "/app" }))).toEqual({
      kind: "working-dir",
      shell: "sh",
    });
  });

  test("goes on to the image's own command", () => {
    expect(planCommand("bodymaps", ...image(["/bin/sh"], { entrypoint: ["/run"] }))).toEqual({ kind: "own" });
    expect(planCommand("bodymaps", ...image([], { cmd: ["/run"] }))).toEqual({ kind: "own" });
  });

  test("refuses an image with a script but no shell, even if it has a command", () => {
    expect(() => planCommand("bodymaps", ...image(["/workspace/predict.sh"], { cmd: ["/run"] }))).toThrow(/no shell/);
  });

  test("flare wants /bin/bash and predict.sh in the working directory", () => {
    const config = { workingDir: "/workspace" };
    const files = ["/bin/bash", "/workspace/predict.sh"];
    expect(planCommand("flare", ...image(files, config))).toEqual({ kind: "flare" });
    expect(() => planCommand("flare", ...image(["/bin/bash"], config))).toThrow(/has no \/workspace\/predict\.sh/);
    expect(() => planCommand("flare", ...image(files.slice(1), config))).toThrow(/has no \/bin\/bash/);
  });

  test("flare leaves an image with an entrypoint to its entrypoint, as `docker run` does", () => {
    expect(planCommand("flare", ...image([], { entrypoint: ["python", "run.py"] }))).toEqual({ kind: "flare" });
  });

  test("grand-challenge starts the image's own command and needs no shell", () => {
    expect(planCommand("grand-challenge", ...image([], { entrypoint: ["python", "-m", "process"] }))).toEqual({
      kind: "own",
    });
    expect(() => planCommand("grand-challenge", ...image(["/bin/bash", "/workspace/predict.sh"]))).toThrow(
      /ENTRYPOINT/,
    );
  });
});
