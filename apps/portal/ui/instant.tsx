"use client";

import { useEffect, useId, useState } from "react";
import { localInstant, relativeInstant, utcInstant } from "./format-instant.ts";

interface InstantProps {
  /** ISO 8601 with zone. */
  at: string;
  /** The server's clock when it rendered, so that server and browser first show the same words. */
  now: string;
  /** Show the date in UTC instead of the distance. */
  absolute?: boolean;
  tipEnd?: boolean;
}

/** An instant, relative to now; hover and focus give it exactly, in UTC and local time. */
export function Instant({ at, now, absolute = false, tipEnd = false }: InstantProps) {
  const id = useId();
  const [clock, setClock] = useState(() => Date.parse(now));
  const [local, setLocal] = useState<string | null>(null);
  useEffect(() => {
    setClock(Date.now());
    setLocal(localInstant(at));
    const timer = setInterval(() => setClock(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [at]);
  const exact = local ? `${utcInstant(at)}\n${local}` : utcInstant(at);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users reach the exact instant by focus
    <time dateTime={at} tabIndex={0} aria-describedby={id} className={tipEnd ? "tip tip-end" : "tip"}>
      <span className="underline decoration-edge decoration-dotted underline-offset-4">
        {absolute ? utcInstant(at) : relativeInstant(at, clock)}
      </span>
      <span role="tooltip" id={id} className="tip-text">
        {exact}
      </span>
    </time>
  );
}
