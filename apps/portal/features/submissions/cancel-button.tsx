"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** Asks once, then cancels; a refusal (it has ended meanwhile) is shown in place. */
export function CancelButton({ id }: { id: string }) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function cancel() {
    if (!window.confirm(T.cancelConfirm)) return;
    setPending(true);
    setProblem(null);
    try {
      const response = await fetch(`/api/v1/submissions/${id}/cancel`, { method: "POST" });
      if (response.ok) return;
      const { detail } = (await response.json()) as { detail?: string };
      setProblem(detail ?? "It could not be cancelled. Try again.");
    } catch {
      setProblem("The portal could not be reached. Try again.");
    } finally {
      setPending(false);
    }
  }
  return (
    <div className="text-right">
      <Button kind="danger" onClick={cancel} disabled={pending}>
        {T.cancel}
      </Button>
      <p role="alert" className="text-bad text-small">
        {problem}
      </p>
    </div>
  );
}
