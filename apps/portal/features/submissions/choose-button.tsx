"use client";

import type { SubmissionView } from "@bodymark/challenge";
import { useState } from "react";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

interface ChooseButtonProps {
  submission: SubmissionView;
  onChange: (submission: SubmissionView) => void;
}

/** In a phase whose teams choose: says that this one counts, or makes it the one that counts. */
export function ChooseButton({ submission, onChange }: ChooseButtonProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (submission.chosen) return <Badge tone="good">{T.counts}</Badge>;
  if (!submission.may.choose) return null;
  async function choose() {
    setPending(true);
    setProblem(null);
    try {
      const response = await fetch(`/api/v1/submissions/${submission.id}/choose`, { method: "POST" });
      const answer = (await response.json()) as SubmissionView & { detail?: string };
      if (response.ok) onChange(answer);
      else setProblem(answer.detail ?? "It could not be chosen. Try again.");
    } catch {
      setProblem("The portal could not be reached. Try again.");
    } finally {
      setPending(false);
    }
  }
  return (
    <div>
      <Button onClick={choose} disabled={pending}>
        {T.choose}
      </Button>
      <p role="alert" className="text-bad text-small">
        {problem}
      </p>
    </div>
  );
}
