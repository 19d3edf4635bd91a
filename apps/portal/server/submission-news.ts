import { SUBMISSION_CHANNEL } from "@bodymark/challenge";
import { listen, type Subscription } from "@bodymark/db";
import { environment } from "./environment.ts";

interface News {
  readonly listeners: Map<string, Set<() => void>>;
  subscription: Promise<Subscription> | undefined;
}

const shared: { bodymarkNews?: News } = globalThis as { bodymarkNews?: News };

/**
 * Calls `onChange` whenever a submission may have changed, until the returned function is called. One database
 * connection listens for all pages; after a gap everybody is told to look.
 */
export function watchSubmission(id: string, onChange: () => void): () => void {
  shared.bodymarkNews ??= { listeners: new Map(), subscription: undefined };
  const news = shared.bodymarkNews;
  news.subscription ??= listen(environment().databaseUrl, SUBMISSION_CHANNEL, {
    onMessage: (changed) => tell(news.listeners.get(changed)),
    onGap: () => {
      for (const listeners of news.listeners.values()) tell(listeners);
    },
  });
  // Without the database no page can be read either; each page asks again by itself every few seconds.
  news.subscription.catch((error: unknown) => console.error("live pages:", error));
  const listeners = news.listeners.get(id) ?? new Set();
  news.listeners.set(id, listeners.add(onChange));
  return () => {
    listeners.delete(onChange);
    if (listeners.size === 0) news.listeners.delete(id);
  };
}

function tell(listeners: ReadonlySet<() => void> | undefined): void {
  for (const listener of listeners ?? []) listener();
}
