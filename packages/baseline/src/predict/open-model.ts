import { availableParallelism } from "node:os";
import { VARIANTS, type VariantName } from "../model/variant.ts";
import { loadRuntime } from "./environment.ts";
import type { Model } from "./predict-volume.ts";

/** Opens a model file on the processor, with a thread for each core that this process may use. */
export async function openModel(variant: VariantName, file: Uint8Array): Promise<Model> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(file, {
    executionProviders: ["cpu"],
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
  });
  return { variant: VARIANTS[variant], session, Tensor };
}
