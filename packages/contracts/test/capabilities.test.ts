import { describe, expect, test } from "vitest";
import { capabilitiesSchema, limitsSchema, unmetNeeds } from "../src/index.ts";

const GIB = 1024 ** 3;
const A100 = { uuid: "GPU-1", name: "NVIDIA A100-SXM4-80GB", memoryBytes: 79 * GIB };
const worker = capabilitiesSchema.parse({
  cores: 8,
  memoryBytes: 31.2 * GIB,
  gpus: [A100],
  sandboxes: ["userns"],
});
const lacks = (limits: Parameters<typeof limitsSchema.parse>[0], profile: "bodymaps" | "strict" = "bodymaps") =>
  unmetNeeds(limitsSchema.parse(limits), profile, worker);

describe("what a worker lacks for a phase", () => {
  test("is nothing where it has as much as is asked, memory as machines are sold", () => {
    expect(lacks({})).toEqual([]);
    expect(lacks({ cpus: 8, memoryBytes: 32 * GIB })).toEqual([]);
    expect(lacks({ gpus: "all", gpuType: "a100", gpuMemoryBytes: 80 * GIB })).toEqual([]);
    expect(lacks({ gpus: "GPU-1" })).toEqual([]);
  });

  test("is named in words, each need for itself", () => {
    expect(lacks({ cpus: 16, memoryBytes: 64 * GIB })).toEqual(["16 cores", "64 GiB of memory"]);
    expect(lacks({ gpus: "2" })).toEqual(["2 GPUs"]);
    expect(lacks({ gpus: "1", gpuType: "H100" })).toEqual(["1 GPU of type H100"]);
    expect(lacks({ gpus: "all", gpuMemoryBytes: 141 * GIB })).toEqual(["1 GPU with 141 GiB of memory"]);
    expect(lacks({ gpus: "GPU-2" })).toEqual(["the GPU GPU-2"]);
    expect(lacks({}, "strict")).toEqual(["the read-only sandbox"]);
  });

  test("is everything for a worker that said nothing of itself", () => {
    expect(unmetNeeds(limitsSchema.parse({ gpus: "1" }), "bodymaps", capabilitiesSchema.parse({}))).toEqual([
      "2 cores",
      "8 GiB of memory",
      "1 GPU",
    ]);
  });
});
