"use client";

import { useEffect, useRef, useState } from "react";
import { type RunningUpload, startUpload } from "#features/uploads/upload-client.ts";
import { formatByteLimit } from "#ui/format-number.ts";

export type UploadState =
  | { kind: "none" }
  | { kind: "sending"; file: File; sentBytes: number; bytesPerS: number | null; paused: boolean }
  | { kind: "failed"; file: File; sentBytes: number; message: string; canResume: boolean }
  | { kind: "done"; file: File; uploadId: string; sha256: string };

/** Speed is measured over this long, in milliseconds. */
const WINDOW_MS = 4_000;

/** One file on its way to the portal: choose, follow, pause, resume, discard. */
export function useUpload(target: { challenge: string; phase: string }, maxBytes: number) {
  const [state, setState] = useState<UploadState>({ kind: "none" });
  const running = useRef<RunningUpload | null>(null);
  useEffect(() => () => running.current?.pause(), []);

  const sending = state.kind === "sending" && !state.paused;
  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [sending]);

  function choose(file: File) {
    running.current?.pause();
    const wrong = refuse(file, maxBytes);
    if (wrong) return setState({ kind: "failed", file, sentBytes: 0, message: wrong, canResume: false });
    let samples: { at: number; sentBytes: number }[] = [];
    setState({ kind: "sending", file, sentBytes: 0, bytesPerS: null, paused: false });
    running.current = startUpload(
      file,
      {
        onProgress({ sentBytes }) {
          const at = performance.now();
          samples = [...samples.filter((sample) => at - sample.at < WINDOW_MS), { at, sentBytes }];
          const [first] = samples;
          const spanS = first ? (at - first.at) / 1000 : 0;
          const bytesPerS = first && spanS > 0.5 ? (sentBytes - first.sentBytes) / spanS : null;
          setState((before) =>
            before.kind === "sending" && before.file === file ? { ...before, sentBytes, bytesPerS } : before,
          );
        },
        onDone: (uploadId, sha256) => setState({ kind: "done", file, uploadId, sha256 }),
        onFailure: (message, canResume) =>
          setState((before) => ({
            kind: "failed",
            file,
            sentBytes: before.kind === "sending" ? before.sentBytes : 0,
            message,
            canResume,
          })),
      },
      target,
    );
  }
  function pause() {
    running.current?.pause();
    setState((before) => (before.kind === "sending" ? { ...before, paused: true, bytesPerS: null } : before));
  }
  function resume() {
    setState((before) =>
      before.kind === "sending" || before.kind === "failed"
        ? { kind: "sending", file: before.file, sentBytes: before.sentBytes, bytesPerS: null, paused: false }
        : before,
    );
    running.current?.resume();
  }
  function discard() {
    running.current?.discard();
    running.current = null;
    setState({ kind: "none" });
  }
  return { state, choose, pause, resume, discard };
}

/** Why a file need not be sent at all; what it holds is looked at when the upload begins. */
function refuse(file: File, maxBytes: number): string | null {
  if (file.size === 0) return "This file is empty.";
  if (file.size > maxBytes)
    return `This file is larger than an image may be in this phase (${formatByteLimit(maxBytes)}).`;
  return null;
}
