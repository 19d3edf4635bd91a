export interface Progress {
  update(done: number): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

/** Progress of many items on stderr with an estimate of the time left: one live line on a terminal, else a few lines. */
export function showProgress(total: number): Progress {
  const started = performance.now();
  const live = process.stderr.isTTY === true;
  let nextLineMs = 5000;
  let open = false;
  const clear = () => {
    if (open) process.stderr.write("\r\x1b[K");
    open = false;
  };
  return {
    update(done) {
      if (total < 2) return;
      const elapsedMs = performance.now() - started;
      const leftS = Math.ceil((elapsedMs / done) * (total - done) * 1e-3);
      const line = `${done} of ${total} cases, about ${leftS} s left`;
      if (live) {
        process.stderr.write(`\r\x1b[K${line}`);
        open = true;
      } else if (elapsedMs > nextLineMs || done === total) {
        process.stderr.write(`${line}\n`);
        nextLineMs = elapsedMs + 5000;
      }
    },
    say(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    end: clear,
  };
}
