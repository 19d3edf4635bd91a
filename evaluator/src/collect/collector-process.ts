/**
 * The collector: a process of its own that reads one untrusted output from the engine's tar stream on standard input
 * and writes the checked label map. It has no environment, a small heap and a deadline, and ends after one output, so
 * that a file made to break a parser breaks nothing else.
 */
import { rename, writeFile } from "node:fs/promises";
import { RunFailure } from "@bodymark/contracts/plain";
import { checkOutput } from "./check-output.ts";
import { type CollectAnswer, type CollectJob, maxOutputBytes } from "./collect-job.ts";
import { readOutput } from "./read-output.ts";
import { takeFirstLine } from "./take-first-line.ts";

const answer = await collect().catch((error: unknown): CollectAnswer => {
  if (error instanceof RunFailure) return { ok: false, code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, code: "invalid-output", message: `The output could not be read (${message}).` };
});
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));

async function collect(): Promise<CollectAnswer> {
  const { line, rest } = await takeFirstLine(process.stdin);
  const job = JSON.parse(line) as CollectJob;
  const files = await readOutput(rest, job.candidate, maxOutputBytes(job.shape));
  const { file, flags } = checkOutput(files, job);
  await writeFile(`${job.outPath}.part`, file, { mode: 0o600 });
  await rename(`${job.outPath}.part`, job.outPath);
  return { ok: true, flags };
}
