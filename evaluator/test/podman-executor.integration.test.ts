import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBusybox } from "../../tests/fixtures/find-busybox.ts";
import { type PodmanService, startPodman, whyNoPodman } from "../../tests/support/start-podman.ts";
import { CONTROLS, missingControls } from "../src/run/probe.ts";
import type { ContractSubject } from "./executor-contract.ts";
import { executorContract } from "./executor-contract.ts";
import { openContractSubject } from "./open-contract-subject.ts";

const usable = (await findBusybox()) !== null && (await whyNoPodman()) === null;
const { signal } = new AbortController();

describe.skipIf(!usable)("Podman's socket, which needs Podman and root", () => {
  describe("on btrfs", () => {
    let podman: PodmanService;
    let subject: ContractSubject;
    beforeAll(async () => {
      podman = await startPodman("btrfs");
      subject = await openContractSubject(podman.host);
    });
    afterAll(async () => {
      await subject.close();
      await podman.stop();
    });

    executorContract("Podman", async () => ({ ...subject, close: async () => undefined }));

    it("has every control, found by a container that tries to break out", async () => {
      const probe = await subject.executor.probe(signal);
      expect(probe.engine).toMatch(/^Podman \d/);
      expect([...probe.present].sort()).toEqual([...CONTROLS].sort());
      expect(probe.sandboxes).toEqual(["userns", "readonly"]);
    });
  });

  it("on a disk without quotas: the missing control is named, and the way that needs it is not offered", async () => {
    const podman = await startPodman("overlay");
    try {
      const subject = await openContractSubject(podman.host);
      const probe = await subject.executor.probe(signal);
      await subject.close();
      expect(missingControls(probe, "userns")).toEqual(["disk-quota"]);
      expect(probe.sandboxes).toEqual(["readonly"]);
      expect(missingControls(probe, "readonly")).toEqual([]);
    } finally {
      await podman.stop();
    }
  });
});
