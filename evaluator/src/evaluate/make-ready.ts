import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { readVolumeHeader, VOLUME_HEAD_BYTES, type VolumeHeader } from "@bodymark/nifti";
import { startCollector } from "../collect/start-collector.ts";
import type { PreparedCase } from "../run/executor.ts";
import { type CaseLayout, caseLayout, DEFAULT_SLUGS } from "./case-layout.ts";
import { randomCaseName } from "./case-name.ts";
import type { EvaluationContext } from "./context.ts";
import { holding } from "./holding.ts";
import type { ReadyRun } from "./ready-run.ts";
import type { EvaluationCase } from "./types.ts";

/** Makes a container for one case, with the case in it under a new random name. */
export async function makeReady(context: EvaluationContext, one: EvaluationCase): Promise<ReadyRun> {
  const { options } = context;
  return await holding(options, one, async () => {
    const header = await readHeader(one.imagePath);
    const layout = await caseLayout(
      options.profile,
      randomCaseName(),
      one.imagePath,
      options.structures,
      options.slugs ?? DEFAULT_SLUGS,
      options.workDir,
    );
    const collector = startCollector(join(options.workDir, "compiled"));
    try {
      const prepared = await prepare(context, layout);
      const remove = async () => {
        collector.end();
        await prepared.remove();
      };
      return { prepared, layout, header, collector, remove };
    } catch (error) {
      collector.end();
      throw error;
    } finally {
      for (const { source } of layout.inputs) {
        if ("hostPath" in source && source.hostPath !== one.imagePath) await rm(source.hostPath);
      }
    }
  });
}

async function prepare(context: EvaluationContext, layout: CaseLayout): Promise<PreparedCase> {
  const { options } = context;
  return await options.executor.prepareCase(
    {
      image: options.image,
      config: options.image.config,
      command: options.image.command,
      inputs: layout.inputs,
      inputFolders: layout.inputFolders,
      inputsReadOnly: options.profile === "strict",
      outputFolders: layout.outputFolders,
      limits: options.limits,
      cpuset: context.cpuset,
      gpus: context.gpus.map(({ uuid }) => uuid),
      sandbox: context.sandbox,
      diskQuota: context.diskQuota,
      labels: options.labels,
      keepLog: options.keepLogs === true,
    },
    options.signal,
  );
}

/** Geometry of a case's image; a case that cannot be read is the organizer's to mend, and stops the evaluation. */
async function readHeader(path: string): Promise<VolumeHeader> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(VOLUME_HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return readVolumeHeader(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
