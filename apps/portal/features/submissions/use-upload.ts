"use client";

import { useEffect, useRef, useState } from "react";
import { findKeptUpload, findUnfinishedUpload, forgetUpload, keepUpload } from "#features/uploads/kept-upload.ts";
import { type RunningUpload, startUpload } from "#features/uploads/upload-client.ts";
import { formatByteLimit } from "#ui/format-number.ts";

export type UploadState =
  /** `unfinished`: what was on its way in this browser before and waits for its file to be chosen again. */
  | { kind: "none"; unfinished: { name: string; size: number } | null }
  | { kind: "sending"; file: File; sentBytes: number; bytesPerS: number | null; paused: boolean }
  | { kind: "failed"; file: File; sentBytes: number; message: string; canResume: boolean }
  | { kind: "done"; file: { name: string; size: number }; uploadId: string; sha256: string };

/** Speed is measured over this long, in milliseconds. */
const WINDOW_MS = 4_000;
/** After this pause an upload that broke off tries again by itself: nobody need sit beside it. */
const AGAIN_MS = 15_000;

const NONE: UploadState = { kind: "none", unfinished: null };

/** One file on its way to the portal: choose, follow, pause, resume, discard. */
export function useUpload(target: { challenge: string; phase: string }, maxBytes: number) {
  const [state, setState] = useState<UploadState>(NONE);
  const running = useRef<RunningUpload | null>(null);
  useEffect(() => () => running.current?.pause(), []);

  const { challenge, phase } = target;
  useEffect(() => {
    const show = (found: UploadState) => setState((before) => (before === NONE ? found : before));
    findKeptUpload({ challenge, phase })
      .then(async (kept) => {
        if (kept) return show({ kind: "done", file: kept, uploadId: kept.uploadId, sha256: kept.sha256 });
        const unfinished = await findUnfinishedUpload({ challenge, phase });
        if (unfinished) show({ kind: "none", unfinished });
      })
      .catch(() => undefined); // The portal cannot be reached: choosing the file again finds the upload, too.
  }, [challenge, phase]);

  const sending = state.kind === "sending" && !state.paused;
  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [sending]);

  function choose(file: File) {
    running.current?.pause();
    forgetUpload(target);
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
        onDone: (uploadId, sha256) => {
          const { name, size } = file;
          keepUpload(target, { uploadId, sha256, name, size });
          setState({ kind: "done", file, uploadId, sha256 });
        },
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
    forgetUpload(target);
    setState(NONE);
  }

  const broken = state.kind === "failed" && state.canResume;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it broke off
  useEffect(() => {
    if (!broken) return;
    const timer = setTimeout(resume, AGAIN_MS);
    window.addEventListener("online", resume);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", resume);
    };
  }, [broken]);
  return { state, choose, pause, resume, discard };
}

/** Why a file need not be sent at all; what it holds is looked at when the upload begins. */
function refuse(file: File, maxBytes: number): string | null {
  if (file.size === 0) return "This file is empty.";
  if (file.size > maxBytes)
    return `This file is larger than an image may be in this phase (${formatByteLimit(maxBytes)}).`;
  return null;
}
