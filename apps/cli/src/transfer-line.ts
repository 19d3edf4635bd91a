const MIB = 1024 * 1024;

/** One live line on a terminal, elsewhere a line every ten seconds: sent, share, speed, time left. */
export function showTransfer(): (sentBytes: number, totalBytes: number) => void {
  const live = process.stderr.isTTY === true;
  let first: { atMs: number; bytes: number } | undefined;
  let nextLineMs = 0;
  return (sentBytes, totalBytes) => {
    const now = performance.now();
    first ??= { atMs: now, bytes: sentBytes }; // a resumed upload begins in the middle
    const whole = sentBytes === totalBytes;
    if (now < nextLineMs && !whole) return;
    nextLineMs = now + (live ? 200 : 10_000);
    const perS = (sentBytes - first.bytes) / Math.max(0.001, (now - first.atMs) / 1000);
    const left = perS > 0 && !whole ? `, about ${Math.ceil((totalBytes - sentBytes) / perS)} s left` : "";
    const share = `${((100 * sentBytes) / totalBytes).toFixed(0)} %`;
    const line = `uploaded ${inMib(sentBytes)} of ${inMib(totalBytes)} MiB (${share}, ${inMib(perS)} MiB/s${left})`;
    process.stderr.write(live ? `\r\x1b[K${line}${whole ? "\n" : ""}` : `${line}\n`);
  };
}

function inMib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
