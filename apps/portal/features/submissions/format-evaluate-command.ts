import type { PhaseView } from "@bodymark/challenge";

/** How the command line is called: the very code of this portal's evaluators, from the portal itself. */
export function formatCommandLine(portalUrl: string): string {
  return `npx --yes ${portalUrl}/cli/bodymark.tgz`;
}

/** What makes `bodymark evaluate` run an image as this phase does, in groups for lines. Sizes in bytes where no GiB fit. */
export function evaluateFlags({ limits, profile, slugs, definition }: EvaluatedPhase): readonly string[] {
  const size = (bytes: number): string => (bytes % 1024 ** 3 === 0 ? `${bytes / 1024 ** 3}g` : String(bytes));
  const interfaces = `--input-slug ${quote(slugs.input)} --output-slug ${quote(slugs.output)}`;
  return [
    `--profile ${quote(profile)} --preset ${quote(definition)} --case-timeout-s ${limits.caseTimeoutS} --memory ${size(limits.memoryBytes)}`,
    `--shm-size ${size(limits.shmBytes)} --cpus ${limits.cpus} --gpus ${quote(limits.gpus)} --repeats ${limits.repeats}`,
    `--pids ${limits.pids} --disk ${size(limits.diskBytes)} --image-size ${size(limits.imageBytes)}`,
    ...(profile === "grand-challenge" ? [interfaces] : []),
  ];
}

/** A value that organizers may choose, as one word of a shell. */
function quote(value: string): string {
  return /^[\w.:,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

type EvaluatedPhase = Pick<PhaseView, "limits" | "profile" | "slugs" | "definition">;

/** The command that runs an image on one's own machine as this phase would. */
export function formatEvaluateCommand(phase: EvaluatedPhase, portalUrl: string): string {
  return [
    `${formatCommandLine(portalUrl)} evaluate`,
    "--image my-algorithm.tar.gz --cases DIR --structures structures.json --out results",
    ...evaluateFlags(phase),
  ].join(" \\\n  ");
}
