import { isId, UsageError } from "@bodymark/contracts";
import { readEnvironment } from "./environment.ts";
import { readSubmission } from "./follow-submission.ts";
import { openPlatform } from "./platform-client.ts";

/** Writes the submission as JSON to stdout. */
export async function runStatus(id: string, options: { url?: string }): Promise<void> {
  if (!isId("submission", id)) throw new UsageError(`${id} is not the id of a submission (sub_…)`);
  const { url = "http://localhost:3000", apiKey } = readEnvironment();
  const submission = await readSubmission(openPlatform(options.url ?? url, apiKey), id);
  process.stdout.write(`${JSON.stringify(submission)}\n`);
}
