import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildTestImage } from "../../tests/fixtures/build-test-image.ts";
import { findBusybox } from "../../tests/fixtures/find-busybox.ts";
import { createDockerExecutor } from "../src/run/docker/docker-executor.ts";
import { CONTROLS } from "../src/run/probe.ts";
import { executorContract } from "./executor-contract.ts";
import { openContractSubject } from "./open-contract-subject.ts";

const usable = (await findBusybox()) !== null && Boolean(process.env.DOCKER_HOST);

describe.skipIf(!usable)("Docker Engine", () => {
  executorContract("Docker Engine", async () => await openContractSubject(process.env.DOCKER_HOST));

  it("finds every control present on the project's own engine, by a container that tries to break out", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bodymark-contract-"));
    try {
      const executor = createDockerExecutor({ address: process.env.DOCKER_HOST, scratchFolder: join(folder, "loop") });
      const probe = await executor.probe(new AbortController().signal);
      expect([...probe.present].sort()).toEqual([...CONTROLS].sort());
      expect(probe.sandboxes).toEqual(["userns", "readonly"]);
      expect(probe.cpuModel).not.toBe("unknown");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("refuses an archive that the engine takes with 200 and no image", async () => {
    const executor = createDockerExecutor({ address: process.env.DOCKER_HOST, scratchFolder: tmpdir() });
    const folder = await mkdtemp(join(tmpdir(), "bodymark-contract-"));
    try {
      const archive = join(folder, "image.tar");
      await buildTestImage({ script: "true", files: [{ path: "mark", content: folder }] }, archive);
      const other = `sha256:${"0".repeat(64)}`;
      await expect(executor.load(archive, other, new AbortController().signal)).rejects.toMatchObject({
        code: "invalid-archive",
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
