import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestImage, forEachCase } from "../fixtures/build-test-image.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { SandboxBench } from "../support/sandbox.ts";

const busybox = await findBusybox();

describe.skipIf(!busybox || !process.env.DOCKER_HOST)("container contracts on a real engine", () => {
  let bench: SandboxBench;
  beforeAll(async () => {
    bench = await SandboxBench.open();
  });
  afterAll(async () => await bench.close());

  it("bodymaps: `sh predict.sh` finds its own files in the working directory, and may write there and at home", async () => {
    const script = forEachCase(
      'test "$(cat model)" = weights; mkdir -p scratch "$HOME/.cache"; cp "$input" scratch/; cp "scratch/$name" "/workspace/outputs/$name"',
    );
    const { result } = await bench.evaluate((path) =>
      buildTestImage({ script, workdir: "/opt/app", files: [{ path: "opt/app/model", content: "weights" }] }, path),
    );
    expect(result.status).toBe("ok");
  });

  it("flare: `_0000` inputs, `sh predict.sh` handed to the image's entrypoint, inputs writable", async () => {
    const script = forEachCase(
      'test "$VIA" = entrypoint; cp "$input" /workspace/inputs/copy; out=$(echo "$name" | sed s/_0000//); mv /workspace/inputs/copy "/workspace/outputs/$out"',
    );
    const entrypoint = { path: "entry", mode: 0o755, content: '#!/bin/sh\nexport VIA=entrypoint\nexec "$@"\n' };
    const { result } = await bench.evaluate(
      (path) => buildTestImage({ script, bash: true, files: [entrypoint], config: { Entrypoint: ["/entry"] } }, path),
      { profile: "flare" },
    );
    expect(result.status).toBe("ok");
    expect(result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });

  it("suprem: a folder for each case, its own numbering for combined labels", async () => {
    // SuPreM has the aorta at 8 and the liver at 6: the test's labels 1 and 2 are spleen and right kidney to it.
    const script = [
      "for case in $(ls /workspace/inputs); do",
      "mkdir -p /workspace/outputs/$case",
      "cp /workspace/inputs/$case/ct.nii.gz /workspace/outputs/$case/combined_labels.nii.gz",
      "done",
    ].join("\n");
    const { result } = await bench.evaluate((path) => buildTestImage({ script }, path), { profile: "suprem" });
    expect(result.status).toBe("ok");
    expect(result.flags).toEqual(["unmapped-labels"]);
    expect(result.structures.map((row) => row.status)).toEqual(["prediction-empty", "prediction-empty"]);
  });

  it("strict: a read-only root, read-only inputs, a fixed user", async () => {
    const script = forEachCase(
      '! touch /workspace/x 2>/dev/null; ! touch "$input" 2>/dev/null; test "$(id -u)" != 0; cp "$input" "/workspace/outputs/$name"',
    );
    const { result, outcome } = await bench.evaluate((path) => buildTestImage({ script }, path), { profile: "strict" });
    expect(result.status).toBe("ok");
    expect(outcome.environment.sandbox).toBe("readonly");
  });

  it("grand-challenge: a MetaImage under a random UUID and inputs.json in, one MetaImage of any name out", async () => {
    const script = [
      "set -e",
      "grep -q relative_path /input/inputs.json",
      "mkdir -p /output/images/segmentation",
      "cp /input/images/ct/*.mha /output/images/segmentation/answer.mha",
    ].join("\n");
    const { result } = await bench.evaluate(
      (path) =>
        buildTestImage(
          { files: [{ path: "run.sh", content: script }], config: { Entrypoint: ["sh", "/run.sh"], User: "user" } },
          path,
        ),
      { profile: "grand-challenge" },
    );
    expect(result.status).toBe("ok");
    expect(result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });
});
