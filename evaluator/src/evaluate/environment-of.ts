import { createHash } from "node:crypto";
import type { Environment, Sandbox } from "@bodymark/contracts";
import type { Gpu } from "../run/gpu-probe.ts";
import { type EngineProbe, missingControls } from "../run/probe.ts";

/**
 * The hardware and software that an evaluation ran on. The fingerprint covers what changes a time; results whose
 * fingerprints differ are not compared silently.
 */
export function environmentOf(
  probe: EngineProbe,
  sandbox: Sandbox,
  gpus: readonly Gpu[],
  flags: readonly string[],
): Environment {
  const gpu = gpus.length === 0 ? null : gpus.map(describeGpu).join(", ");
  const facts = {
    cpu: probe.cpuModel,
    cores: probe.cores,
    memoryBytes: probe.memoryBytes,
    gpu,
    engine: probe.engine,
    runtime: probe.runtime,
    sandbox,
  };
  const fingerprint = createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
  return { ...facts, fingerprint, missingControls: [...missingControls(probe, sandbox)], flags: [...flags] };
}

function describeGpu({ name, memoryBytes, driver, powerLimitW }: Gpu): string {
  const power = powerLimitW === null ? "" : `, ${powerLimitW} W`;
  return `${name} ${Math.round(memoryBytes / 1024 ** 2)} MiB (driver ${driver}${power})`;
}
