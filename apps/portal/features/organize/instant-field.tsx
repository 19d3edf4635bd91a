"use client";

import { instantIn } from "@bodymark/challenge-file";
import { useEffect, useState } from "react";
import { anywhereOnEarthInstant, localInstant, utcInstant } from "#ui/format-instant.ts";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

interface InstantFieldProps {
  name: string;
  label: string;
  /** ISO 8601 in UTC, or null for none. */
  value: string | null;
  none: string;
  error?: string | undefined;
}

const CONTROL =
  "h-10 min-w-0 rounded-base border border-edge bg-surface px-3 text-ink disabled:opacity-60 aria-invalid:border-bad";

/** An instant: date and time in any zone, and what that is in UTC, here, and anywhere on earth. */
export function InstantField({ name, label, value, none, error }: InstantFieldProps) {
  const [local, setLocal] = useState(value ? value.slice(0, 16) : "");
  const [zone, setZone] = useState("UTC");
  const [zones, setZones] = useState<readonly string[]>(["UTC", "AoE"]);
  const [here, setHere] = useState(false);
  useEffect(() => {
    setZones(["UTC", "AoE", ...Intl.supportedValuesOf("timeZone")]);
    setHere(true);
  }, []);
  const at = local === "" ? null : (instantIn(local, zone.trim() || "UTC")?.toISOString() ?? null);
  return (
    <fieldset className="min-w-0 space-y-1.5" aria-describedby={`${name}-shown ${name}-error`}>
      <legend className="font-strong">{label}</legend>
      <div className="flex flex-wrap gap-2">
        <input
          type="datetime-local"
          name={`${name}.local`}
          aria-label={`${label}: date and time`}
          aria-invalid={error ? true : undefined}
          value={local}
          onChange={(event) => setLocal(event.target.value)}
          className={`${CONTROL} flex-1 basis-52`}
        />
        <input
          name={`${name}.zone`}
          list={`${name}-zones`}
          aria-label={`${label}: time zone`}
          autoComplete="off"
          spellCheck={false}
          value={zone}
          onChange={(event) => setZone(event.target.value)}
          className={`${CONTROL} w-44 flex-1 basis-40`}
        />
        <datalist id={`${name}-zones`}>
          {zones.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </div>
      <p id={`${name}-shown`} className="numbers min-h-10 text-muted text-small">
        {local === "" ? (
          none
        ) : at ? (
          <>
            {utcInstant(at)} · {here ? `${localInstant(at)} · ` : ""}
            {anywhereOnEarthInstant(at)}
          </>
        ) : (
          T.noSuchInstantChoose
        )}
      </p>
      <p id={`${name}-error`} className={error ? "text-bad text-small" : "sr-only"} aria-live="polite">
        {error ?? ""}
      </p>
    </fieldset>
  );
}
