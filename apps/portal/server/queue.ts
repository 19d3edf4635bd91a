import { openQueue, type WakeQueue } from "@bodymark/queue";
import { environment } from "./environment.ts";

const shared: { bodymarkQueue?: Promise<WakeQueue> } = globalThis as { bodymarkQueue?: Promise<WakeQueue> };

/** The queue that wakes evaluators, opened at the first submission; a failed attempt to open is not kept. */
export function queue(): Promise<WakeQueue> {
  shared.bodymarkQueue ??= openQueue(environment().databaseUrl, {
    onError: (error) => console.error("queue:", error),
  }).catch((error: unknown) => {
    delete shared.bodymarkQueue;
    throw error;
  });
  return shared.bodymarkQueue;
}
