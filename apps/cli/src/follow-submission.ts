import { setTimeout as sleep } from "node:timers/promises";
import { FAILURE_TEXTS, FINAL_STATES, failureCodeSchema, submissionStateSchema } from "@bodymark/contracts";
import { z } from "zod";
import type { PlatformClient } from "./platform-client.ts";

const EVERY_MS = 2_000;

/** What is used of a submission; the rest is passed on as it came. */
export const submissionSchema = z.looseObject({
  id: z.string(),
  state: submissionStateSchema,
  progress: z.object({ done: z.number(), total: z.number() }).nullish(),
  queue: z
    .looseObject({ position: z.number(), reason: z.string().nullish(), estimateS: z.number().nullish() })
    .nullish(),
  failure: z
    .looseObject({ code: z.string(), what: z.string(), next: z.string(), detail: z.string().nullish() })
    .nullish(),
  summary: z.looseObject({ failedCases: z.number() }).nullish(),
  cases: z
    .array(z.looseObject({ ordinal: z.number(), status: z.string().nullish(), stage: z.string().nullish() }))
    .nullish(),
});
export type Submission = z.infer<typeof submissionSchema>;

export function readSubmission(platform: PlatformClient, id: string): Promise<Submission> {
  return platform.get(`/submissions/${encodeURIComponent(id)}`, submissionSchema);
}

/** Asks until the submission's state no longer changes by itself; `tell` gets a line at each change. */
export async function followSubmission(
  platform: PlatformClient,
  id: string,
  tell: (line: string) => void,
): Promise<Submission> {
  let told = "";
  for (;;) {
    const submission = await readSubmission(platform, id);
    const line = describe(submission);
    if (line !== told) tell(line);
    told = line;
    if (FINAL_STATES.includes(submission.state)) {
      for (const failed of failedCases(submission)) tell(failed);
      return submission;
    }
    await sleep(EVERY_MS);
  }
}

/** The failed cases by code and stage, each with what to do. */
function failedCases({ cases }: Submission): string[] {
  const ordinals = new Map<string, number[]>();
  for (const { ordinal, status, stage } of cases ?? []) {
    if (!status || status === "ok") continue;
    const what = `${status}${stage ? ` (${stage})` : ""}`;
    ordinals.set(what, [...(ordinals.get(what) ?? []), ordinal]);
  }
  return [...ordinals].map(([what, list]) => {
    const code = failureCodeSchema.safeParse(what.split(" ")[0]);
    const advice = code.success ? `. ${FAILURE_TEXTS[code.data].what} ${FAILURE_TEXTS[code.data].next}` : "";
    return `${list.length === 1 ? "case" : "cases"} ${list.join(", ")}: ${what}${advice}`;
  });
}

function describe({ state, progress, queue, failure }: Submission): string {
  if (state === "running" && progress) return `running: ${progress.done} of ${progress.total} cases`;
  if (state === "queued" && queue) {
    const minutes = Math.ceil((queue.estimateS ?? 0) / 60);
    const estimate = queue.estimateS == null ? "" : `, starts in ${minutes < 1 ? "a moment" : `about ${minutes} min`}`;
    return `queued: place ${queue.position}${estimate}${queue.reason ? `. ${queue.reason}` : ""}`;
  }
  if (failure) return `${state}: ${failure.code}. ${failure.detail ?? failure.what} ${failure.next}`;
  return state;
}
