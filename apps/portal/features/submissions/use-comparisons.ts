import type { Comparison } from "@bodymark/challenge";
import { useEffect, useState } from "react";

/** What a result can be held against, once there is one; empty until then and where it cannot be read. */
export function useComparisons(id: string, ready: boolean): readonly Comparison[] {
  const [comparisons, setComparisons] = useState<readonly Comparison[]>([]);
  useEffect(() => {
    if (!ready) return;
    const controller = new AbortController();
    fetch(`/api/v1/submissions/${id}/comparisons`, { signal: controller.signal })
      .then(async (response) => {
        if (response.ok) setComparisons(((await response.json()) as { items: Comparison[] }).items);
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) console.error("comparisons:", error);
      });
    return () => controller.abort();
  }, [id, ready]);
  return comparisons;
}
