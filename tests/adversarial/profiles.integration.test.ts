import { structuresFileSchema } from "@bodymark/contracts";
import { encodeMetaImage } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestImage, forEachCase } from "../fixtures/build-test-image.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { AFFINE, boxes, encodeCase, SandboxBench, SHAPE } from "../support/sandbox.ts";

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

  it("bodymaps: a script in `/workspace` beside another working directory, started by bash", async () => {
    const script = forEachCase('test "$(pwd)" = /opt/model; cp "$input" "/workspace/outputs/$name"');
    const { result } = await bench.evaluate((path) =>
      buildTestImage(
        {
          files: [{ path: "workspace/predict.sh", content: script }],
          bash: true,
          workdir: "/opt/model",
        },
        path,
      ),
    );
    expect(result.status).toBe("ok");
  });

  // As the FLARE 2022 and SuPreM instructions have it: root, all files in /workspace, a script that calls a program by
  // a path relative to it, which unpacks, predicts into a folder of its own and renames.
  it("flare: an image as its tutorial builds it, which renames inputs and keeps temporary files beside its code", async () => {
    const program = [
      "set -e",
      "mkdir -p ./nnunet/imagesTs ./nnunet/predicted",
      'for scan in "$1"/*_0000.nii.gz; do mv "$scan" ./nnunet/imagesTs/; done',
      "for scan in ./nnunet/imagesTs/*; do",
      'name=$(basename "$scan"); gunzip -c "$scan" > ./nnunet/predicted/volume.nii',
      'gzip -c ./nnunet/predicted/volume.nii > "$2/$(echo "$name" | sed s/_0000//)"',
      "done",
    ].join("\n");
    const { result } = await bench.evaluate(
      (path) =>
        buildTestImage(
          {
            script: "sh ./run_inference.sh /workspace/inputs /workspace/outputs\n",
            files: [{ path: "workspace/run_inference.sh", content: program }],
            bash: true,
            config: { Cmd: ["/bin/bash"] },
          },
          path,
        ),
      { profile: "flare" },
    );
    expect(result.status).toBe("ok");
    expect(result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });

  it("suprem: masks of structures where there are no combined labels, its misspelt name included", async () => {
    const mask = (label: number) => Buffer.from(encodeCase(boxes().map((value) => (value === label ? 1 : 0))));
    const files = [
      { path: "workspace/aorta.nii.gz", content: mask(1) },
      { path: "workspace/liver.nii.gz", content: mask(2) },
    ];
    const script = [
      "for case in $(ls /workspace/inputs); do",
      "mkdir -p /workspace/outputs/$case/segmentations",
      "cp aorta.nii.gz /workspace/outputs/$case/segmentations/celiac_truck.nii.gz",
      "cp liver.nii.gz /workspace/outputs/$case/segmentations/liver.nii.gz",
      "done",
    ].join("\n");
    const structures = structuresFileSchema.parse({
      structures: [
        { label: 1, name: "celiac_trunk", toleranceMm: 1 },
        { label: 2, name: "liver", toleranceMm: 1 },
      ],
    });
    const { result } = await bench.evaluate((path) => buildTestImage({ script, files }, path), {
      profile: "suprem",
      options: { structures },
    });
    expect(result.status).toBe("ok");
    expect(result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });

  /** Laid out as grand-challenge.org's template: `/opt/app`, a user of its own with a home, a compressed `output.mha`. */
  function templateImage(lines: string[], output: Uint8Array) {
    const script = [
      "set -e",
      'test "$(pwd)" = /opt/app; test "$(id -u)" = 1000',
      'mkdir -p "$HOME/.cache" && echo cached > "$HOME/.cache/file"',
      "test ! -e /opt/ml/model || ls /opt/ml/model > /dev/null",
      ...lines,
    ].join("\n");
    return (path: string) =>
      buildTestImage(
        {
          workdir: "/opt/app",
          files: [
            { path: "opt/app/inference", mode: 0o755, content: `#!/bin/sh\n${script}\n` },
            { path: "opt/app/resources/answer", content: Buffer.from(output) },
          ],
          config: { Entrypoint: ["/opt/app/inference"], User: "user", Env: ["PATH=/bin", "HOME=/home/user"] },
        },
        path,
      );
  }
  const answer = encodeMetaImage({ shape: SHAPE, affine: AFFINE, data: boxes() }, { compress: true }).file;

  it("grand-challenge: the template's user and folders, slugs of the phase, a compressed answer", async () => {
    const lines = [
      "ls /input/images/abdominal-ct/*.mha > /dev/null",
      'grep -q \'"interface":{"slug":"abdominal-ct"\' /input/inputs.json',
      'grep -q \'"socket":{"slug":"abdominal-ct"\' /input/inputs.json',
      "mkdir -p /output/images/organs",
      "cp resources/answer /output/images/organs/output.mha",
    ];
    const { result } = await bench.evaluate(templateImage(lines, answer), {
      profile: "grand-challenge",
      options: { slugs: { input: "abdominal-ct", output: "organs" } },
    });
    expect(result.status).toBe("ok");
    expect(result.structures.map((row) => row.dice)).toEqual([1, 1]);
  });

  it("grand-challenge: two answers, one under another slug, and a TIFF are refused, each by its own code", async () => {
    const put = (...names: string[]) => [
      "mkdir -p /output/images/segmentation /output/images/other",
      ...names.map((name) => `cp resources/answer /output/images/${name}`),
    ];
    const evaluate = async (lines: string[], output = answer) => {
      const { result, events } = await bench.evaluate(templateImage(lines, output), { profile: "grand-challenge" });
      const said = events
        .flatMap((event) => (event.kind === "journal" ? event.lines.map(({ message }) => message) : []))
        .join("\n");
      return { status: result.status, said };
    };
    expect((await evaluate(put("segmentation/a.mha", "segmentation/b.mha"))).status).toBe("invalid-output");
    expect((await evaluate(put("other/a.mha"))).status).toBe("no-output");
    const tiff = await evaluate(put("segmentation/output.tif"), Buffer.from("49492a0008000000", "hex"));
    expect(tiff.status).toBe("invalid-output");
    expect(tiff.said).toContain("TIFF");
  });
});
