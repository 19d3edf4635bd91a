import { basename } from "node:path";
import { type LabelMap, UsageError } from "@bodymark/contracts";
import { z } from "zod";
import { readEnvironment } from "./environment.ts";
import { EXIT } from "./exit-codes.ts";
import { followSubmission } from "./follow-submission.ts";
import { inspectArchive } from "./inspect-archive.ts";
import { openPlatform, type PlatformClient } from "./platform-client.ts";
import { PlatformError } from "./platform-error.ts";
import { readLabelMap, refuseForeignLabels } from "./read-label-map.ts";
import { type MethodArguments, readMethod } from "./read-method.ts";
import { showTransfer } from "./transfer-line.ts";
import { uploadArchive } from "./upload-archive.ts";

export interface SubmitOptions extends MethodArguments {
  url?: string;
  challenge: string;
  phase: string;
  image: string;
  name?: string;
  description?: string;
  anonymous?: boolean;
  labelMap?: string;
  wait: boolean;
}

const challengeSchema = z.object({
  structures: z.array(z.looseObject({ label: z.number() })),
  phases: z.array(
    z.looseObject({ slug: z.string(), status: z.string(), limits: z.looseObject({ imageBytes: z.number() }) }),
  ),
});
const entrySchema = z.looseObject({ refusal: z.object({ code: z.string(), detail: z.string() }).nullish() });
const createdSchema = z.looseObject({ id: z.string(), state: z.string() });

/** Progress goes to stderr, the submission as JSON to stdout. Returns the exit code. */
export async function runSubmit(options: SubmitOptions): Promise<number> {
  const environment = readEnvironment();
  const platform = openPlatform(options.url ?? environment.url, environment.apiKey);
  const said = {
    ...(options.description === undefined ? {} : { description: options.description }),
    method: readMethod(options),
    ...(options.anonymous ? { anonymous: true } : {}),
    ...(options.labelMap === undefined ? {} : { labelMap: await readLabelMap(options.labelMap) }),
  };
  const { sizeBytes } = await inspectArchive(options.image);
  await checkPhase(platform, options, sizeBytes, said.labelMap);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const uploadId = await uploadArchive(platform, {
    path: options.image,
    rememberIn: environment.uploadsFile,
    metadata: { challenge: options.challenge, phase: options.phase },
    onProgress: showTransfer(),
    onHash: (sha256) => tell(`sha256 ${sha256}`),
  });
  const path = `/challenges/${options.challenge}/phases/${options.phase}/submissions`;
  const name = options.name ?? basename(options.image).replace(/\.(tar|tgz|tar\.gz|tar\.zst)$/, "");
  const created = await platform.post(path, { uploadId, name, ...said }, createdSchema);
  tell(`submitted as ${created.id}`);
  if (!options.wait) {
    process.stdout.write(`${JSON.stringify(created)}\n`);
    return EXIT.done;
  }
  const submission = await followSubmission(platform, created.id, tell);
  process.stdout.write(`${JSON.stringify(submission)}\n`);
  const failed = submission.state !== "done" || (submission.summary?.failedCases ?? 0) > 0;
  return failed ? EXIT.someCasesFailed : EXIT.done;
}

/** What can be known before gigabytes are sent. */
async function checkPhase(
  platform: PlatformClient,
  options: SubmitOptions,
  sizeBytes: number,
  labelMap: LabelMap | undefined,
): Promise<void> {
  const { phases, structures } = await readChallenge(platform, options.challenge);
  const phase = phases.find(({ slug }) => slug === options.phase);
  if (!phase) {
    const known = phases.map(({ slug }) => slug).join(", ");
    throw new UsageError(`${options.challenge} has no phase "${options.phase}", only ${known || "none"}`);
  }
  if (phase.status !== "open") throw new PlatformError(`phase-${phase.status}`, `the phase is ${phase.status}`, false);
  if (sizeBytes > phase.limits.imageBytes) {
    const message = `image-too-large: the image has ${sizeBytes} bytes; the phase allows ${phase.limits.imageBytes}`;
    throw new PlatformError("image-too-large", message, false);
  }
  if (labelMap) refuseForeignLabels(labelMap, { structures });
  const { refusal } = await platform.get(`/challenges/${options.challenge}/phases/${phase.slug}/entry`, entrySchema);
  if (refusal) throw new PlatformError(refusal.code, refusal.detail, false);
}

async function readChallenge(platform: PlatformClient, slug: string): Promise<z.infer<typeof challengeSchema>> {
  try {
    return await platform.get(`/challenges/${encodeURIComponent(slug)}`, challengeSchema);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== "not-found") throw error;
    throw new UsageError(`there is no challenge "${slug}"`, { cause: error });
  }
}
