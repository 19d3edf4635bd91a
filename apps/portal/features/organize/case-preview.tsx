"use client";

import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Picture } from "#ui/picture.tsx";
import { CASE_TEXTS as T } from "./case-texts.ts";

/** A slice of a case with outlines of its structures; a case that was entered without one says so. */
export function CasePreview({ challenge, name, version }: { challenge: string; name: string; version: string }) {
  const [missing, setMissing] = useState(false);
  if (missing) {
    return (
      <span className="flex size-24 flex-col items-center justify-center gap-1 rounded-small bg-sunken text-muted">
        <ImageOff aria-hidden className="size-5" />
        {T.noPreview}
      </span>
    );
  }
  return (
    <Picture
      // It may have failed before React was there to hear of it.
      ref={(image) => {
        if (image?.complete && image.naturalWidth === 0) setMissing(true);
      }}
      onError={() => setMissing(true)}
      src={`/api/v1/challenges/${challenge}/cases/${name}/preview?v=${version}`}
      alt={T.preview(name)}
      width={96}
      height={96}
      loading="lazy"
      className="size-24 rounded-small bg-sunken object-contain"
    />
  );
}
