import { readFile } from "node:fs/promises";
import { limitsSchema } from "@bodymark/contracts";
import { describe, expect, it } from "vitest";
import { chooseOpenPhase, choosePhase } from "../features/challenges/choose-phase.ts";
import { writePredictScript } from "../features/starter-kit/write-scripts.ts";
import { quantile } from "../features/submissions/case-figures.ts";
import { formatEvaluateCommand } from "../features/submissions/format-evaluate-command.ts";
import { readSubmitForm } from "../features/submissions/read-submit-form.ts";
import { timeline } from "../features/submissions/timeline.ts";

type Submission = Parameters<typeof timeline>[0];
const fresh: Submission = { state: "checking", failure: null, queue: null, progress: null, evaluation: null };
const started = { startedAt: "2026-11-24T00:00:00Z" } as NonNullable<Submission["evaluation"]>;
const failure = (stage: "accept" | "run" | "score") => ({ stage }) as NonNullable<Submission["failure"]>;
const states = (submission: Submission) => timeline(submission).map((step) => step.state);

describe("the timeline of a submission", () => {
  it("shows where it stands, with the place in the queue and the cases done", () => {
    expect(states(fresh)).toEqual(["done", "now", "later", "later", "later", "later"]);
    const queued = timeline({
      ...fresh,
      state: "queued",
      queue: { position: 3, waiting: 5, estimateS: 120, reason: null },
    });
    expect(queued[2]).toMatchObject({ state: "now", note: "#3 of 5, about 2 min" });
    const next = timeline({
      ...fresh,
      state: "queued",
      queue: { position: 1, waiting: 1, estimateS: 0, reason: null },
    });
    expect(next[2]?.note).toBe("#1 of 1, soon");
    const running = timeline({ ...fresh, state: "running", progress: { done: 12, total: 50 }, evaluation: started });
    expect(running[3]).toMatchObject({ state: "now", note: "12/50" });
  });

  it("is all done at the end", () => {
    expect(states({ ...fresh, state: "done", evaluation: started })).toEqual(Array(6).fill("done"));
  });

  it("ends at the step where it failed or was cancelled", () => {
    const failedAt = (submission: Submission) => states(submission).indexOf("failed");
    expect(failedAt({ ...fresh, state: "failed", failure: failure("accept") })).toBe(1);
    expect(failedAt({ ...fresh, state: "cancelled" })).toBe(2);
    expect(failedAt({ ...fresh, state: "failed", failure: failure("run"), evaluation: started })).toBe(3);
    expect(failedAt({ ...fresh, state: "failed", failure: failure("score"), evaluation: started })).toBe(4);
  });
});

describe("the command to try an image", () => {
  it("carries the phase's own limits", () => {
    const limits = limitsSchema.parse({ caseTimeoutS: 300, memoryBytes: 4 * 1024 ** 3, shmBytes: 1000, cpus: 1 });
    const slugs = { input: "ct", output: "segmentation" };
    const phase = { limits, profile: "flare", slugs, definition: "bodymaps-2024" };
    const command = formatEvaluateCommand(phase, "https://bodymark.example");
    expect(command).toContain("npx --yes https://bodymark.example/cli/bodymark.tgz evaluate");
    expect(command).toContain("--profile flare --preset bodymaps-2024 --case-timeout-s 300 --memory 4g");
    expect(command).toContain("--shm-size 1000 --cpus 1 --gpus none --repeats 1");
    expect(command).toContain("--pids 1024 --disk 10g --image-size 20g");
    expect(command).not.toContain("slug");
    const interfaces = { ...phase, profile: "grand-challenge", slugs: { input: "abdominal-ct", output: "organs" } };
    expect(formatEvaluateCommand(interfaces, "")).toContain("--input-slug abdominal-ct --output-slug organs");
  });
});

describe("the starter kit's scripts", () => {
  it("write the answer of a grand-challenge container to the phase's own socket", async () => {
    const template = await readFile(new URL("../starter-kit/predict-grand-challenge.sh", import.meta.url));
    const script = writePredictScript(template, { slugs: { input: "ct", output: "organ-labels" } });
    expect(script).toContain('"/output/images/organ-labels/');
  });

  it("hold what an organizer typed as one word of the shell, whatever it is", () => {
    const limits = limitsSchema.parse({ gpus: "all; rm -rf ~ '" });
    const command = formatEvaluateCommand(
      { limits, profile: "bodymaps", slugs: { input: "ct", output: "segmentation" }, definition: "flare" },
      "http://localhost:3000",
    );
    expect(command).toContain(`--gpus 'all; rm -rf ~ '\\''' --repeats`);
  });
});

describe("the submission form", () => {
  it("leaves out what was left empty and makes numbers of numbers", () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      name: " A ",
      paperUrl: "",
      parametersMillion: "31.2",
      anonymous: "on",
    })) {
      form.set(name, value);
    }
    expect(readSubmitForm(form, "upl_1")).toEqual({
      uploadId: "upl_1",
      name: "A",
      description: "",
      method: { parametersMillion: 31.2 },
      anonymous: true,
    });
  });
});

describe("the phase that a page is about", () => {
  const phases = [
    { slug: "debug", kind: "debug", status: "open", submissions: 4, gate: null },
    { slug: "final", kind: "final", status: "open", submissions: 0, gate: { slug: "debug", title: "Debug" } },
    { slug: "next", kind: "final", status: "upcoming", submissions: 0, gate: null },
  ] as const;

  it("is the weightiest with results, and one without a gate to hand in to", () => {
    expect(choosePhase(phases)?.slug).toBe("debug");
    expect(choosePhase(phases.map((phase) => ({ ...phase, submissions: 1 })))?.slug).toBe("final");
    expect(chooseOpenPhase(phases)?.slug).toBe("debug");
    expect(choosePhase([])).toBeUndefined();
  });
});

describe("quantiles", () => {
  it("interpolate, and there is none of nothing", () => {
    expect([quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.25), quantile([7], 0.9)]).toEqual([2.5, 1.75, 7]);
    expect(quantile([], 0.5)).toBeNull();
  });
});
