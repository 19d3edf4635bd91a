import { parentPort } from "node:worker_threads";
import { readReference } from "./read-case.ts";
import { scoreCase } from "./score-case.ts";
import { scoreShare } from "./share-structures.ts";
import type { WorkerAnswer } from "./worker-pool.ts";
import type { WorkerTask } from "./worker-tasks.ts";

parentPort?.on("message", async (task: WorkerTask) => {
  parentPort?.postMessage(await answer(task));
});

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    return { value: await perform(task) };
  } catch (error) {
    if (!(error instanceof Error)) return { error: { name: "Error", message: String(error) } };
    const { name, message, stack } = error;
    return { error: { name, message, ...(stack === undefined ? {} : { stack }) } };
  }
}

function perform(task: WorkerTask): unknown {
  switch (task.kind) {
    case "read-reference":
      return readReference(task.input, task.options, true);
    case "score-case":
      return scoreCase(task.input, task.options);
    case "score-structures":
      return scoreShare(task.share);
  }
}
