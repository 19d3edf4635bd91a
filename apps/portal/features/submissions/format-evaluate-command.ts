import type { PhaseView } from "@bodymark/challenge";

/** The command that runs an image on one's own machine as this phase would. Memory in bytes where no GiB fit. */
export function formatEvaluateCommand({ limits, profile }: Pick<PhaseView, "limits" | "profile">): string {
  const size = (bytes: number): string => (bytes % 1024 ** 3 === 0 ? `${bytes / 1024 ** 3}g` : String(bytes));
  return [
    "npx bodymark evaluate --image my-algorithm.tar.gz --cases DIR --structures structures.json --out results",
    `--profile ${profile} --case-timeout-s ${limits.caseTimeoutS} --memory ${size(limits.memoryBytes)}`,
    `--shm-size ${size(limits.shmBytes)} --cpus ${limits.cpus} --gpus ${limits.gpus} --repeats ${limits.repeats}`,
  ].join(" \\\n  ");
}
