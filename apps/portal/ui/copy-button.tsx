"use client";

import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { UI_TEXTS as T } from "./texts.ts";

/** Copies a text; says so in place, also where the browser does not let it (outside https, or denied). */
export function CopyButton({ text, label = T.copy }: { text: string; label?: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
    setTimeout(() => setOutcome(null), 4000);
  }
  const Icon = outcome === "copied" ? Check : outcome === "refused" ? X : Copy;
  return (
    <Button size="small" kind="secondary" onClick={copy} aria-live="polite" className="min-w-24">
      <Icon aria-hidden className="size-4 shrink-0" />
      {outcome === "copied" ? T.copied : outcome === "refused" ? T.notCopied : label}
    </Button>
  );
}
