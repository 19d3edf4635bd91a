"use client";

import type { SubmissionView } from "@bodymark/challenge";
import { FINAL_STATES } from "@bodymark/contracts";
import { useEffect, useState } from "react";

export type Connection = "live" | "lost" | "ended";

/** Follows a submission by server-sent events, from what the server rendered to its end; reconnects by itself. */
export function useLiveSubmission(initial: SubmissionView): {
  submission: SubmissionView;
  connection: Connection;
  /** Takes what an action on this page answered. */
  replace: (submission: SubmissionView) => void;
} {
  const [submission, setSubmission] = useState(initial);
  const ended = FINAL_STATES.includes(submission.state);
  const [connection, setConnection] = useState<Connection>(ended ? "ended" : "live");
  useEffect(() => {
    if (ended) {
      setConnection("ended");
      return;
    }
    const source = new EventSource(`/api/v1/submissions/${initial.id}/events`);
    source.onopen = () => setConnection("live");
    source.onerror = () => setConnection("lost");
    source.addEventListener("submission", (event) => setSubmission(JSON.parse(event.data) as SubmissionView));
    return () => source.close();
  }, [initial.id, ended]);
  return { submission, connection, replace: setSubmission };
}
