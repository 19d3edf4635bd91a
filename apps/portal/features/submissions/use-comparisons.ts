import type { Comparison } from "@bodymark/challenge";
import { useCallback, useEffect, useState } from "react";

export interface Comparisons {
  readonly items: readonly Comparison[];
  /** Whether they could not be read; `retry` tries again. */
  readonly failed: boolean;
  retry(): void;
}

/** What a result can be held against, once there is one; empty until then. */
export function useComparisons(id: string, ready: boolean): Comparisons {
  const [items, setItems] = useState<readonly Comparison[]>([]);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try reads again
  useEffect(() => {
    if (!ready) return;
    const controller = new AbortController();
    setFailed(false);
    fetch(`/api/v1/submissions/${id}/comparisons`, { signal: controller.signal })
      .then(async (response) => {
        if (response.ok) setItems(((await response.json()) as { items: Comparison[] }).items);
        else setFailed(true);
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        console.error("comparisons:", error);
        setFailed(true);
      });
    return () => controller.abort();
  }, [id, ready, tries]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  return { items, failed, retry };
}
