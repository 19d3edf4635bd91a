"use client";

import type { SubmissionView } from "@bodymark/challenge";
import { FINAL_STATES } from "@bodymark/contracts";
import { useCallback, useEffect, useState } from "react";

/** `broken`: the server refused, and the browser does not try again by itself. */
export type Connection = "live" | "lost" | "broken" | "ended";

/** Follows a submission by server-sent events, from what the server rendered to its end; reconnects by itself. */
export function useLiveSubmission(initial: SubmissionView): {
  submission: SubmissionView;
  connection: Connection;
  /** Takes what an action on this page answered. */
  replace: (submission: SubmissionView) => void;
  /** Connects anew, where the browser has given up. */
  reconnect: () => void;
} {
  const [submission, setSubmission] = useState(initial);
  const ended = FINAL_STATES.includes(submission.state);
  const [connection, setConnection] = useState<Connection>(ended ? "ended" : "live");
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try connects anew
  useEffect(() => {
    if (ended) {
      setConnection("ended");
      return;
    }
    const source = new EventSource(`/api/v1/submissions/${initial.id}/events`);
    source.onopen = () => setConnection("live");
    source.onerror = () => setConnection(source.readyState === EventSource.CLOSED ? "broken" : "lost");
    source.addEventListener("submission", (event) => setSubmission(JSON.parse(event.data) as SubmissionView));
    return () => source.close();
  }, [initial.id, ended, tries]);
  const reconnect = useCallback(() => {
    setConnection("lost");
    setTries((before) => before + 1);
  }, []);
  return { submission, connection, replace: setSubmission, reconnect };
}
