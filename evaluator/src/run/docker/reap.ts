import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { detachLoopImage } from "./loop-image.ts";
import { removeContainer } from "./remove-container.ts";
import { LOOP_LABELS, removeVolume } from "./run-volumes.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Removes the containers and volumes that carry all these labels, and the loop images behind them. */
export async function reap(docker: Docker, labels: Readonly<Record<string, string>>): Promise<number> {
  const wanted = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  if (wanted.length === 0) throw new TypeError("reap needs at least one label");
  const filters = { label: wanted };
  const containers = await callEngine("list containers", CALL_LIMIT_MS.ask, (abortSignal) =>
    docker.listContainers({ all: true, filters, abortSignal }),
  );
  for (const { Id } of containers) await removeContainer(docker, Id);
  const { Volumes } = await callEngine("list volumes", CALL_LIMIT_MS.ask, (abortSignal) =>
    docker.listVolumes({ filters: { label: wanted }, abortSignal }),
  );
  for (const volume of Volumes ?? []) {
    await removeVolume(docker, volume.Name);
    const device = volume.Labels?.[LOOP_LABELS.device];
    const file = volume.Labels?.[LOOP_LABELS.file];
    if (device && file) await detachLoopImage({ device, file });
  }
  return containers.length + (Volumes?.length ?? 0);
}
