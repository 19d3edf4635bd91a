import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { RunFailure } from "@bodymark/contracts";
import { describe, expect, it } from "vitest";
import { chooseCores } from "../src/evaluate/choose-cores.ts";
import { refuseVolumes } from "../src/evaluate/refuse-volumes.ts";
import { supremLabelMap, supremMaskNames } from "../src/evaluate/suprem-labels.ts";
import { anonymousGzip } from "../src/run/docker/anonymous-gzip.ts";
import { classifyStartError } from "../src/run/docker/classify-start-error.ts";
import { elapsedTime, engineElapsedMs } from "../src/run/docker/elapsed.ts";
import { EngineFault } from "../src/run/engine-fault.ts";

describe("time of a run", () => {
  const started = "2026-11-24T09:59:59.999999000Z";

  it("is the engine's to the nanosecond, across a full minute", () => {
    expect(engineElapsedMs(started, "2026-11-24T10:00:01.000001500Z")).toBeCloseTo(1000.0025, 9);
    expect(engineElapsedMs("2026-11-24T09:00:00Z", "2026-11-24T09:00:00.5Z")).toBe(500);
  });

  it("is the host's monotonic one where the engine's wall clock was set meanwhile", () => {
    const host = { atLeastMs: 5000, atMostMs: 5200 };
    expect(elapsedTime(started, "2026-11-24T10:00:04.9Z", host).clockAdjusted).toBe(false);
    expect(elapsedTime(started, "2026-11-24T11:00:04.9Z", host)).toEqual({ elapsedMs: 5000, clockAdjusted: true });
    expect(elapsedTime(started, "2026-11-24T09:59:00.0Z", host)).toEqual({ elapsedMs: 5000, clockAdjusted: true });
  });
});

describe("cores to time on", () => {
  it("are the last ones, and shared where none is left for the platform", () => {
    expect(chooseCores(2, 1)).toEqual({ cpuset: "1", shared: false });
    expect(chooseCores(8, 2)).toEqual({ cpuset: "6-7", shared: false });
    expect(chooseCores(8, 1.5)).toEqual({ cpuset: "6-7", shared: false });
    expect(chooseCores(2, 2)).toEqual({ cpuset: "0-1", shared: true });
    expect(chooseCores(1, 4)).toEqual({ cpuset: "0", shared: true });
  });
});

describe("a gzip file on its way into a container", () => {
  it("loses the name and time in its header, and nothing else", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bodymark-gzip-"));
    try {
      const packed = gzipSync("voxels");
      const named = Buffer.concat([
        Buffer.from([0x1f, 0x8b, 8, 8 | 4, 1, 2, 3, 4, 0, 3]),
        Buffer.from([3, 0, 7, 7, 7]),
        Buffer.from("patient-0815.nii\0"),
        packed.subarray(10),
      ]);
      const path = join(folder, "case.nii.gz");
      await writeFile(path, named);
      const { header, resumeAt, dropped } = await anonymousGzip(path);
      const sent = Buffer.concat([header, (await readFile(path)).subarray(resumeAt)]);
      expect(sent).toHaveLength(named.length - dropped);
      expect(sent.includes("patient")).toBe(false);
      expect(sent.readUInt32LE(4)).toBe(0);
      expect(gunzipSync(sent).toString()).toBe("voxels");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("an unsuccessful start", () => {
  const reasonOf = (statusCode: number, message: string, step: "create" | "put" | "start" = "start") => {
    try {
      return classifyStartError({ statusCode, message }, step);
    } catch (error) {
      return error;
    }
  };

  it("is the image's fault where its user, command or folder is", () => {
    for (const message of [
      'OCI runtime create failed: exec: "bash": executable file not found in $PATH',
      "unable to find user nobody-knows: no matching entries in passwd file",
      "exec format error",
    ]) {
      expect(reasonOf(400, message)).toMatchObject({ code: "start-failed", fault: "participant" });
    }
    expect(reasonOf(500, "no space left on device", "put")).toBeInstanceOf(RunFailure);
  });

  it("is the engine's otherwise, and to be tried again", () => {
    expect(reasonOf(500, "failed to create shim: cgroup: device or resource busy")).toBeInstanceOf(EngineFault);
    expect(reasonOf(500, "no space left on device", "create")).toMatchObject({ code: "platform-fault", retry: true });
  });
});

describe("SuPreM's numbering", () => {
  const file = {
    structures: [
      { label: 1, name: "aorta", toleranceMm: 1 },
      { label: 5, name: "liver", toleranceMm: 1 },
      { label: 13, name: "celiac_trunk", toleranceMm: 1 },
    ],
  };
  it("is mapped by name, its misspelt mask too", () => {
    expect(supremLabelMap(file)).toEqual({ 6: 5, 8: 1, 25: 13 });
    expect(supremMaskNames(file)).toMatchObject({ "celiac_truck.nii.gz": 13, "celiac_trunk.nii.gz": 13 });
  });
});

describe("declared VOLUMEs", () => {
  const folders = { inputs: ["/workspace/inputs"], outputs: ["/workspace/outputs"] };
  it("are refused only where they hold or lie in the folders of inputs and outputs", () => {
    for (const path of ["/workspace", "/workspace/outputs/", "/workspace/inputs/x", "/"]) {
      expect(() => refuseVolumes([path], folders)).toThrow(RunFailure);
    }
    expect(() => refuseVolumes(["/data", "/workspace/outputs2", "/var/lib/x"], folders)).not.toThrow();
  });
});
