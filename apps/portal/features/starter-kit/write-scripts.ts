import type { PhaseView } from "@bodymark/challenge";
import { evaluateFlags, formatCommandLine } from "#features/submissions/format-evaluate-command.ts";

/** Runs an image over the sample case as the phase runs it over its own. */
export function writeEvaluateScript(phase: PhaseView, portalUrl: string): string {
  const command = [
    `exec ${formatCommandLine(portalUrl)} evaluate`,
    '--image "$image" --cases "$here/sample" --structures "$here/structures.json" --out results --keep-predictions',
    ...evaluateFlags(phase),
  ].join(" \\\n  ");
  return `#!/bin/sh
# Runs your image on the sample case with the limits of “${plain(phase.title)}”, by the code that the portal runs.
# sh evaluate.sh [my-algorithm.tar.gz, or the name of an image that your engine has]
set -e
here=$(cd "$(dirname "$0")" && pwd)
image=\${1:-my-algorithm}
${command}
`;
}

/** What the container starts: the profile's own script, its answer where this phase's output socket is. */
export function writePredictScript(template: Uint8Array, { slugs }: Pick<PhaseView, "slugs">): string {
  const text = new TextDecoder().decode(template);
  return text.replace("/output/images/segmentation/", () => `/output/images/${slugs.output}/`);
}

/** Hands the image in; needs an API key. */
export function writeSubmitScript(challenge: string, phase: string, portalUrl: string): string {
  return `#!/bin/sh
# Uploads the archive of your image, hands it in and follows it. Get a key from your account page:
# BODYMARK_API_KEY=… sh submit.sh my-algorithm.tar.gz "Name of the algorithm"
set -e
exec ${formatCommandLine(portalUrl)} submit \\
  --url ${portalUrl} --challenge ${challenge} --phase ${phase} \\
  --image "\${1:-my-algorithm.tar.gz}" --name "\${2:-My algorithm}"
`;
}

/** A title inside a comment stays one line. */
function plain(title: string): string {
  return title.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
