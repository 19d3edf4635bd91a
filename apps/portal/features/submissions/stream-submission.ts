import { readSubmission, type SubmissionView, type Viewer } from "@bodymark/challenge";
import { FINAL_STATES } from "@bodymark/contracts";
import { database } from "#server/database.ts";
import { watchSubmission } from "#server/submission-news.ts";

/** Reads follow each other by at least this much, however fast the news come. */
const REST_MS = 400;
/** What no news tells is looked for this often: places in the queue, cases of a hidden phase told on a coarse grid. */
const LOOK_MS = 5_000;
/** Then the browser connects anew, and who may still see it is asked anew. */
const LIFETIME_MS = 10 * 60_000;

/** A submission as server-sent events: an event `submission` with the whole view at each change, until its end. */
export function streamSubmission(
  viewer: Viewer,
  first: SubmissionView,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let close = (): void => undefined;
  return new ReadableStream({
    start(controller) {
      let last = "";
      let reading = false;
      let again = false;
      let ended = false;
      const timers: NodeJS.Timeout[] = [];

      close = () => {
        if (ended) return;
        ended = true;
        unwatch();
        for (const timer of timers) clearInterval(timer);
        signal.removeEventListener("abort", close);
        try {
          controller.close();
        } catch {
          // The browser has gone and the stream with it; there is nobody to tell.
        }
      };
      const send = (view: SubmissionView) => {
        const text = JSON.stringify(view);
        if (text !== last) controller.enqueue(encoder.encode(`event: submission\ndata: ${text}\n\n`));
        else controller.enqueue(encoder.encode(": still here\n\n"));
        last = text;
        if (FINAL_STATES.includes(view.state)) close();
      };
      const look = async () => {
        if (ended) return;
        if (reading) {
          again = true;
          return;
        }
        reading = true;
        try {
          const view = await readSubmission(database(), viewer, first.id);
          if (!ended) send(view);
        } catch (error) {
          console.error(`live page of ${first.id}:`, error);
          close();
        }
        if (ended) return;
        timers.push(
          setTimeout(() => {
            reading = false;
            if (again) void look();
            again = false;
          }, REST_MS),
        );
      };
      const unwatch = watchSubmission(first.id, () => void look());
      timers.push(
        setInterval(() => void look(), LOOK_MS),
        setTimeout(() => close(), LIFETIME_MS),
      );
      signal.addEventListener("abort", close);
      if (signal.aborted) close();
      else send(first);
    },
    cancel() {
      close();
    },
  });
}
