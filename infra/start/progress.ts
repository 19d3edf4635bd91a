const REMIND_EVERY_MS = 10_000;

/** Says on standard output what a start is at. Steps run side by side, so each line names its step. */
export interface Progress {
  /** Runs a step between its two lines; a long one is mentioned every ten seconds, with its latest word. */
  step<T>(name: string, work: (say: (line: string) => void) => Promise<T>): Promise<T>;
  line(text: string): void;
}

export function printProgress(): Progress {
  const line = (text: string) => console.log(text);
  return {
    line,
    async step(name, work) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      let latest = "";
      const reminder = setInterval(
        () => line(`  … ${name}: ${latest ? `${latest}, ` : ""}${seconds()}`),
        REMIND_EVERY_MS,
      );
      try {
        const result = await work((word) => {
          latest = word;
        });
        line(`✓ ${name} (${seconds()})`);
        return result;
      } finally {
        clearInterval(reminder);
      }
    },
  };
}
