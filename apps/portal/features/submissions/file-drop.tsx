"use client";

import { clsx } from "clsx";
import { CircleCheck, FileArchive } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#ui/button.tsx";
import { formatBytes, formatDuration } from "#ui/format-number.ts";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";
import type { UploadState } from "./use-upload.ts";

interface FileDropProps {
  state: UploadState;
  choose: (file: File) => void;
  pause: () => void;
  resume: () => void;
  discard: () => void;
}

/** Choose or drop the archive; then its way to the portal, which may be paused, broken and resumed. */
export function FileDrop({ state, choose, pause, resume, discard }: FileDropProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) choose(file);
    if (input.current) input.current.value = "";
  };
  return (
    <div className="space-y-1.5">
      <label htmlFor="image-file" className="block font-strong">
        {T.containerImage}
      </label>
      <p id="image-file-hint" className="text-muted text-small">
        {T.dropHint}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the file input does the same by keyboard */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        className={clsx(
          "rounded-base border-2 border-dashed p-5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
          over ? "border-accent bg-accent-soft" : "border-edge/60 bg-surface",
        )}
      >
        <input
          ref={input}
          id="image-file"
          type="file"
          accept=".tar,.gz,.tgz,.zst,application/x-tar,application/gzip,application/zstd"
          aria-describedby="image-file-hint"
          onChange={(event) => take(event.target.files)}
          className="sr-only"
        />
        {state.kind === "none" ? (
          <div className="flex flex-col items-center gap-3 py-5 text-center">
            <FileArchive aria-hidden className="size-8 text-muted" />
            <p>{T.drop}</p>
            {state.unfinished ? (
              <p className="text-muted text-small">
                {T.unfinished(state.unfinished.name, formatBytes(state.unfinished.size))}
              </p>
            ) : null}
            <Button onClick={() => input.current?.click()} aria-hidden tabIndex={-1}>
              {T.choose}
            </Button>
          </div>
        ) : (
          <div className="space-y-3">
            <div className="flex items-start gap-3">
              {state.kind === "done" ? (
                <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
              ) : (
                <FileArchive aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
              )}
              <div className="min-w-0 flex-1">
                <p className="break-all font-strong">{state.file.name}</p>
                <p className="numbers min-h-5 text-muted text-small" aria-live="off">
                  {describe(state)}
                </p>
                {state.kind === "done" ? (
                  <p className="break-all font-mono text-muted text-small">SHA-256 {state.sha256}</p>
                ) : null}
              </div>
            </div>
            <UploadBar state={state} />
            {state.kind === "failed" ? (
              <p role="alert" className="text-bad">
                {state.message} {state.canResume ? T.goesOn : null}
              </p>
            ) : null}
            <div className="flex flex-wrap gap-2">
              {state.kind === "sending" && !state.paused ? (
                <Button size="small" onClick={pause}>
                  {T.pause}
                </Button>
              ) : null}
              {(state.kind === "sending" && state.paused) || (state.kind === "failed" && state.canResume) ? (
                <Button size="small" kind="primary" onClick={resume}>
                  {T.resume}
                </Button>
              ) : null}
              <Button
                size="small"
                kind="quiet"
                onClick={() => {
                  discard();
                  input.current?.click();
                }}
              >
                {T.another}
              </Button>
            </div>
          </div>
        )}
        <p role="status" className="sr-only">
          {state.kind === "done" ? T.uploadComplete : state.kind === "sending" ? T.uploading : ""}
        </p>
      </div>
    </div>
  );
}

function UploadBar({ state }: { state: Exclude<UploadState, { kind: "none" }> }) {
  const sent = state.kind === "done" ? state.file.size : state.sentBytes;
  const percent = state.file.size === 0 ? 0 : Math.floor((sent / state.file.size) * 100);
  return (
    <div
      role="progressbar"
      aria-label={T.upload}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-2 overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={clsx("h-full", state.kind === "failed" ? "bg-bad" : state.kind === "done" ? "bg-good" : "bg-accent")}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}

function describe(state: Exclude<UploadState, { kind: "none" }>): string {
  const total = formatBytes(state.file.size);
  if (state.kind === "done") return `${total}, uploaded`;
  const sent = `${formatBytes(state.sentBytes)} of ${total}`;
  if (state.kind === "failed") return sent;
  if (state.paused) return `${sent}, paused`;
  if (!state.bytesPerS) return sent;
  const leftMs = ((state.file.size - state.sentBytes) / state.bytesPerS) * 1000;
  return `${sent}, ${formatBytes(Math.round(state.bytesPerS))}/s, ${formatDuration(Math.max(1000, leftMs))} left`;
}
