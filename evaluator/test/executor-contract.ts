import { buffer } from "node:stream/consumers";
import { limitsSchema } from "@bodymark/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaseRequest, Executor, FoundImage, RunOutcome } from "../src/run/executor.ts";
import { runCase } from "../src/run/run-case.ts";

const MIB = 1024 ** 2;

/** What a contract run needs: an executor, an image with a shell in it, and labels of the run's own. */
export interface ContractSubject {
  executor: Executor;
  image: FoundImage;
  labels: Record<string, string>;
  close(): Promise<void>;
}

/** What every executor does, whatever engine is behind it. */
export function executorContract(name: string, open: () => Promise<ContractSubject>): void {
  describe(`executor contract: ${name}`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(async () => await subject.close());

    const request = (script: string, more: Partial<CaseRequest> = {}): CaseRequest => ({
      image: subject.image,
      config: subject.image.config,
      command: { entrypoint: ["sh", "-c", script], cmd: null, workingDir: null },
      inputs: [{ containerPath: "/in/case/a.txt", source: { bytes: Buffer.from("hello") } }],
      inputFolders: ["/in"],
      inputsReadOnly: false,
      outputFolders: ["/out"],
      limits: limitsSchema.parse({
        caseTimeoutS: 20,
        memoryBytes: 64 * MIB,
        shmBytes: MIB,
        cpus: 1,
        pids: 64,
        diskBytes: 16 * MIB,
      }),
      cpuset: null,
      gpus: [],
      sandbox: "userns",
      diskQuota: true,
      labels: subject.labels,
      ...more,
    });
    const run = (script: string, more: Partial<CaseRequest> = {}, signal = new AbortController().signal) =>
      runCase(
        subject.executor,
        request(script, more),
        async (outcome, open) => {
          const tar = await open("/out/answer");
          return { outcome, answer: tar ? (await buffer(tar)).toString("latin1") : null };
        },
        signal,
      );
    const nothingLeft = async () => expect(await subject.executor.reap(subject.labels)).toBe(0);

    it("puts inputs in, hands outputs over, times the run, and leaves nothing", async () => {
      const { outcome, answer } = await run("sleep 0.2; cat /in/case/a.txt > /out/answer");
      expect(answer).toContain("hello");
      expect(outcome).toMatchObject({ exitCode: 0, failure: null, clockAdjusted: false });
      expect(outcome.elapsedMs).toBeGreaterThan(190);
      expect(outcome.elapsedMs).toBeLessThan(5000);
      await nothingLeft();
    });

    it("opens nothing where there is nothing", async () => {
      expect((await run("true")).answer).toBeNull();
    });

    it("hands a failed run over with its failure and its times", async () => {
      const { outcome } = await run("sleep 0.1; exit 3");
      expect(outcome.exitCode).toBe(3);
      expect(outcome.failure).toMatchObject({ code: "nonzero-exit", stage: "run" });
      expect(outcome.elapsedMs).toBeGreaterThan(0);
    });

    it("ends a run at its time limit, also one that ignores SIGTERM", async () => {
      const limits = { ...request("").limits, caseTimeoutS: 0.5 };
      const { outcome } = await run("trap '' TERM; while true; do sleep 1; done", { limits });
      expect(outcome.failure).toMatchObject({ code: "timeout" });
      await nothingLeft();
    });

    it("throws start-failed for a command that is not there", async () => {
      const failing = run("", { command: { entrypoint: ["/not/there"], cmd: null, workingDir: null } });
      const code = await failing.then(
        ({ outcome }: { outcome: RunOutcome }) => outcome.failure?.code,
        (error: { code?: string }) => error.code,
      );
      expect(code).toBe("start-failed");
      await nothingLeft();
    });

    it("cancels within seconds and leaves nothing", async () => {
      const controller = new AbortController();
      const started = performance.now();
      setTimeout(() => controller.abort(), 700);
      await expect(run("sleep 60", {}, controller.signal)).rejects.toMatchObject({ code: "cancelled" });
      expect(performance.now() - started).toBeLessThan(5000);
      await nothingLeft();
    });

    it("leaves nothing when collecting throws", async () => {
      const thrown = runCase(
        subject.executor,
        request("true"),
        async () => {
          throw new Error("collecting broke");
        },
        new AbortController().signal,
      );
      await expect(thrown).rejects.toThrow("collecting broke");
      await nothingLeft();
    });

    it("knows images by id and name, says null for others, and looks for files in them", async () => {
      expect(await subject.executor.findImage(subject.image.id)).toMatchObject({ id: subject.image.id });
      expect(await subject.executor.findImage("no-such-image:ever")).toBeNull();
      expect(await subject.executor.findImage("Not A Name")).toBeNull();
      const files = await subject.executor.filesIn(subject.image.id, ["/bin/sh", "/bin/none"]);
      expect([...files]).toEqual(["/bin/sh"]);
    });

    it("reaps only what carries every label", async () => {
      await expect(subject.executor.reap({})).rejects.toThrow(TypeError);
      expect(await subject.executor.reap({ ...subject.labels, other: "label" })).toBe(0);
    });
  });
}
