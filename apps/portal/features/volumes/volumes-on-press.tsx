"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import type { VolumeFiles } from "./open-volumes.ts";
import { VOLUME_TEXTS as T } from "./volume-texts.ts";
import { VolumeViewer } from "./volume-viewer.tsx";

/** The viewer, once it is asked for: a scan is many megabytes, and whoever only reads need not pay for it. */
export function VolumesOnPress({ size, files }: { size: string; files: VolumeFiles }) {
  const [open, setOpen] = useState(false);
  if (open) return <VolumeViewer {...files} />;
  return (
    <div className="flex h-[18rem] flex-col items-center justify-center gap-3 rounded-base border border-edge/60 border-dashed p-6 text-center sm:h-[32rem]">
      <Button kind="primary" onClick={() => setOpen(true)}>
        {T.open(size)}
      </Button>
      <p className="max-w-md text-muted text-small">{T.openHint}</p>
    </div>
  );
}
