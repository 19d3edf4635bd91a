"use client";

import { useDeferredValue, useState } from "react";
import { TextArea } from "#ui/field.tsx";
import { Markdown } from "#ui/markdown.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

interface MarkdownFieldProps {
  name: string;
  label: string;
  value: string;
  challenge: string;
  error?: string | undefined;
  maxLength?: number;
  optional?: boolean;
}

/** A page's text with what it will look like, sanitised as on the page itself, beside it. */
export function MarkdownField({
  name,
  label,
  value,
  challenge,
  error,
  maxLength = 100_000,
  optional = true,
}: MarkdownFieldProps) {
  const [text, setText] = useState(value);
  const shown = useDeferredValue(text);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <TextArea
        name={name}
        label={label}
        hint={T.pageHint}
        rows={12}
        maxLength={maxLength}
        optional={optional}
        error={error}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="font-mono text-small"
      />
      <section aria-label={`${T.preview}: ${label}`} className="min-w-0">
        <p className="mb-1.5 font-strong text-muted">{T.preview}</p>
        <div
          className="frame max-h-96 overflow-auto p-4" /* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */
          tabIndex={0}
        >
          {shown.trim() ? (
            <Markdown text={shown} challenge={challenge} />
          ) : (
            <p className="text-muted">{T.emptyPreview}</p>
          )}
        </div>
      </section>
    </div>
  );
}
