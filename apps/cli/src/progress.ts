export interface Progress {
  update(done: number): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

/** Lines in a log come at most this often, and ever less often in a long run. */
const LEAST_PAUSE_MS = 5000;

/**
 * Progress of many items on stderr with an estimate of the time left: one line rewritten on a terminal, else a line every
 * few seconds and one at the end.
 */
export function showProgress(total: number): Progress {
  const started = performance.now();
  const live = process.stderr.isTTY === true;
  let nextLineMs = LEAST_PAUSE_MS;
  let line = "";
  const draw = (text: string) => {
    line = text;
    if (live) process.stderr.write(`\r\x1b[K${text}`);
  };
  if (live && total > 1) draw(`0 of ${total} cases`);
  return {
    update(done) {
      if (total < 2) return;
      const elapsedMs = performance.now() - started;
      const left = done === total ? `in ${span(elapsedMs)}` : `about ${span((elapsedMs / done) * (total - done))} left`;
      draw(`${done} of ${total} cases, ${left}`);
      if (live || (elapsedMs < nextLineMs && done < total)) return;
      process.stderr.write(`${line}\n`);
      nextLineMs = elapsedMs + Math.max(LEAST_PAUSE_MS, elapsedMs / 20);
    },
    say(text) {
      if (live && line !== "") process.stderr.write("\r\x1b[K");
      process.stderr.write(`${text}\n`);
      if (live && line !== "") process.stderr.write(line);
    },
    end() {
      if (live && line !== "") process.stderr.write("\n");
      line = "";
    },
  };
}

/** A time as a person reads it: 42 s, 3 min 20 s, 2 h 5 min. */
function span(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
