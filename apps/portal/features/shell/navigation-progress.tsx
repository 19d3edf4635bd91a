"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

/** When a page has not come after this long, something else is wrong, and the bar goes; in milliseconds. */
const MOST_MS = 20_000;

/** A thin bar on top while the next page is fetched; it appears only where that takes a moment. */
export function NavigationProgress() {
  const path = usePathname();
  const search = useSearchParams().toString();
  const [going, setGoing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address means that the page has come
  useEffect(() => setGoing(false), [path, search]);
  useEffect(() => {
    let timer: number | undefined;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || !leavesThePage(link, event)) return;
      setGoing(true);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setGoing(false), MOST_MS);
    };
    document.addEventListener("click", follow, { capture: true });
    return () => {
      document.removeEventListener("click", follow, { capture: true });
      window.clearTimeout(timer);
    };
  }, []);
  return going ? <div aria-hidden className="going" /> : null;
}

/** Whether a press on the link shows another page of ours in this window: no file, no other place on this page. */
function leavesThePage(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.origin !== window.location.origin || link.hasAttribute("download")) return false;
  if ((link.target && link.target !== "_self") || /^\/api\/|\.[a-z]+$/.test(link.pathname)) return false;
  return link.pathname !== window.location.pathname || link.search !== window.location.search;
}
