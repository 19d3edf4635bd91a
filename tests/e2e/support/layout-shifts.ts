import type { Page } from "@playwright/test";

/** From the next page on, adds up how far what stands on it is pushed about without its reader doing anything. */
export async function watchLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(`
    window.layoutShift = 0;
    window.layoutShifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        window.layoutShift += entry.value;
        for (const { node } of entry.sources) window.layoutShifts.push(entry.value.toFixed(3) + " " + (node?.outerHTML?.slice(0, 90) ?? "gone"));
      }
    }).observe({ type: "layout-shift", buffered: true });`);
}

/** The sum since the page was loaded (Cumulative Layout Shift without its windows), and what was pushed. */
export async function layoutShifts(page: Page): Promise<{ sum: number; moved: string[] }> {
  return await page.evaluate("({ sum: window.layoutShift, moved: window.layoutShifts.slice(0, 12) })");
}
