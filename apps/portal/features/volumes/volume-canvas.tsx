"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "#ui/button.tsx";
import { UI_TEXTS } from "#ui/texts.ts";
import { type Look, openVolumes, type Place, type VolumeFiles, type VolumeView } from "./open-volumes.ts";
import { VOLUME_TEXTS as T } from "./volume-texts.ts";

interface VolumeCanvasProps {
  files: VolumeFiles;
  look: Look;
  label: string;
  describedBy: string;
  onPlace: (place: Place) => void;
  onOpen: (view: VolumeView | null) => void;
  onKey: (key: string) => void;
}

/** Voxels that a key moves the crosshair by: towards the patient's right, front, head. */
const MOVES: Record<string, readonly [number, number, number]> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  PageUp: [0, 0, 1],
  PageDown: [0, 0, -1],
};

/** One canvas with a scan; a slice is moved by mouse, wheel, touch or keys. */
export function VolumeCanvas({ files, look, label, describedBy, onPlace, onOpen, onKey }: VolumeCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<VolumeView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const told = useRef({ onPlace, onOpen });
  told.current = { onPlace, onOpen };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try opens them again
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    if (!document.createElement("canvas").getContext("webgl2")) return setProblem(T.noGraphics);
    setProblem(null);
    let opened: VolumeView | null = null;
    let gone = false;
    openVolumes(element, files, (place) => told.current.onPlace(place)).then(
      (view) => {
        opened = view;
        if (gone) return view.close();
        setView(view);
        told.current.onOpen(view);
      },
      (error: unknown) => {
        console.error("viewer:", error);
        if (!gone) setProblem(T.failed);
      },
    );
    return () => {
      gone = true;
      opened?.close();
      told.current.onOpen(null);
    };
  }, [files, tries]);
  useEffect(() => view?.show(look), [view, look]);

  function press(event: KeyboardEvent) {
    const move = MOVES[event.key];
    if (!move && !/^[ow]$/i.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (move) view?.move(...move);
    else onKey(event.key.toLowerCase());
  }
  return (
    <div className="relative min-w-0 overflow-hidden rounded-base border border-line bg-black">
      <div
        role="application"
        aria-label={label}
        aria-describedby={describedBy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a canvas that keys move through has no native element
        tabIndex={0}
        onKeyDownCapture={press}
        className="h-[18rem] sm:h-[32rem]"
      >
        {/* NiiVue makes it as large as what it lies in. */}
        <canvas key={tries} ref={canvas} tabIndex={-1} className="block" />
      </div>
      {view || problem ? null : (
        <p role="status" className="absolute inset-0 flex items-center justify-center text-small text-white">
          {T.loading}
        </p>
      )}
      {problem ? (
        <div
          role="alert"
          className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-white"
        >
          <p>{problem}</p>
          {problem === T.failed ? (
            <Button size="small" onClick={() => setTries((before) => before + 1)}>
              {UI_TEXTS.tryAgain}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
