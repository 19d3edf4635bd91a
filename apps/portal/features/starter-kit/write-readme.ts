import type { ChallengeView, PhaseView } from "@bodymark/challenge";
import { formatByteLimit, formatCount, formatDuration } from "#ui/format-number.ts";
import type { KitCase } from "./sample-case.ts";

/** The kit's README: the four commands from nothing to a submission, and this phase's figures. */
export function writeReadme(challenge: ChallengeView, phase: PhaseView, sample: KitCase, portalUrl: string): string {
  const { limits } = phase;
  const cases = sample.synthetic
    ? "a synthetic CT, since this challenge has no public case"
    : `\`${sample.name}\`, a public case of this challenge`;
  return `# Starter kit: ${challenge.title}, ${phase.title}

A container that segments CT scans, ready to be built, tried and handed in. Replace the function \`segment\` by your model.

    docker build --platform linux/amd64 -t my-algorithm .     # Python; -f Dockerfile.typescript for TypeScript
    sh evaluate.sh my-algorithm                               # run and score it here, as the platform does
    docker save my-algorithm | gzip > my-algorithm.tar.gz
    BODYMARK_API_KEY=… sh submit.sh my-algorithm.tar.gz "My algorithm"

Or drop \`my-algorithm.tar.gz\` on ${portalUrl}/challenges/${challenge.slug}/submit?phase=${phase.slug}.

You need Docker and Node 20 or newer with npm. \`evaluate.sh\` fetches the command line from the portal: it is the very
code that evaluates submissions there. It writes \`results/result.json\`, the label maps to \`results/predictions\`
and what your container printed to \`results/logs\`.

| file | what it is |
|---|---|
| \`Dockerfile\`, \`predict.py\` | a minimal algorithm in Python; needs numpy, and nibabel to read NIfTI |
| \`Dockerfile.typescript\`, \`predict.ts\` | the same in TypeScript; needs Node alone |
| \`predict.sh\` | what the container starts: finds the scans and calls the algorithm |
| \`structures.json\` | the structures with their labels and tolerances |
| \`sample/\` | one case with its reference labels: ${cases} |
| \`evaluate.sh\`, \`submit.sh\` | try it here; hand it in |

The sample case tells whether your container runs. It says little about how good your algorithm is.

## This phase

| | |
|---|---|
| profile | \`${phase.profile}\` (where scans lie and answers go: ${portalUrl}/docs) |
| cases | ${phase.caseCount}, ${phase.caseVisibility} |
| time for a case | ${formatDuration(limits.caseTimeoutS * 1000)} |
| memory | ${formatByteLimit(limits.memoryBytes)}, of it shared ${formatByteLimit(limits.shmBytes)} |
| processor | ${formatCount(limits.cpus, "core")}, GPUs: ${limits.gpus} |
| disk | ${formatByteLimit(limits.diskBytes)} |
| image | ${formatByteLimit(limits.imageBytes)} unpacked |
| metrics | \`${phase.definition}\` |

The container has no network and sees one case at a time under a random name. Nothing it writes survives the case but its
answer: one label map of the scan's shape, 0 for background.
`;
}
