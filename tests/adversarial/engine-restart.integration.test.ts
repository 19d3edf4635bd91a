import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDockerExecutor, runCase } from "@bodymark/evaluator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrivateEngine } from "../../infra/engine/start-private-engine.ts";
import { stopPrivateEngine } from "../../infra/engine/stop-private-engine.ts";
import { buildTestImage } from "../fixtures/build-test-image.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { SMALL_LIMITS } from "../support/sandbox.ts";

const ownEngine = process.getuid?.() === 0 && existsSync("/usr/sbin/dockerd") && Boolean(process.env.DOCKER_HOST);
const usable = ownEngine && (await findBusybox()) !== null;
const LABELS = { "bodymark.test": "engine-restart" };

describe.skipIf(!usable)("I2: an engine of its own that goes down mid-case", () => {
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "bodymark-restart-"));
  });
  afterAll(async () => {
    await stopPrivateEngine(dataFolder);
    await rm(dataFolder, { recursive: true, force: true });
  });

  const start = () => startPrivateEngine({ dataFolder, logFile: join(dataFolder, "engine.log"), say: () => undefined });

  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    it(`by ${signal}: a fault of the platform, seen within seconds, and nothing left once it is back`, async () => {
      const engine = await start();
      const executor = createDockerExecutor({ address: engine.host, scratchFolder: join(dataFolder, "loop") });
      const archive = join(dataFolder, "image.tar");
      const { configDigest } = await buildTestImage({ script: "true" }, archive);
      await executor.load(archive, configDigest, new AbortController().signal);
      const image = await executor.findImage(configDigest);
      if (!image) throw new Error("the image was not loaded");
      const run = runCase(
        executor,
        {
          image,
          config: image.config,
          command: { entrypoint: ["sh", "-c", "sleep 60"], cmd: null, workingDir: null },
          inputs: [],
          inputFolders: ["/in"],
          inputsReadOnly: false,
          outputFolders: ["/out"],
          limits: { ...SMALL_LIMITS, caseTimeoutS: 60 },
          cpuset: null,
          gpus: [],
          sandbox: "userns",
          diskQuota: true,
          labels: LABELS,
        },
        async (outcome) => outcome,
        new AbortController().signal,
      );
      setTimeout(() => process.kill(engine.pid, signal), 2500);
      const killedBy = performance.now() + 2500;
      await expect(run).rejects.toMatchObject({ code: "platform-fault", retry: true });
      expect(performance.now() - killedBy).toBeLessThan(10_000);
      await stopPrivateEngine(dataFolder);
      const back = createDockerExecutor({ address: (await start()).host, scratchFolder: join(dataFolder, "loop") });
      await back.reap(LABELS);
      expect(await back.reap(LABELS)).toBe(0);
    });
  }
});
