import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTestImage } from "../../tests/fixtures/build-test-image.ts";
import { createDockerExecutor } from "../src/run/docker/docker-executor.ts";
import type { ContractSubject } from "./executor-contract.ts";

/** What the contract needs, on the engine behind a socket. */
export async function openContractSubject(address: string | undefined): Promise<ContractSubject> {
  const folder = await mkdtemp(join(tmpdir(), "bodymark-contract-"));
  const executor = createDockerExecutor({ address, scratchFolder: join(folder, "engine") });
  const archive = join(folder, "image.tar");
  const { configDigest } = await buildTestImage(
    { script: "true", files: [{ path: "mark", content: folder }] },
    archive,
  );
  await executor.load(archive, configDigest, new AbortController().signal);
  const image = await executor.findImage(configDigest);
  if (!image) throw new Error("the image was not loaded");
  return {
    executor,
    image,
    labels: { "bodymark.test": randomUUID() },
    close: async () => {
      await executor.removeImage(image.id);
      await executor.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
