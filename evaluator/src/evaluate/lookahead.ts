import type { ReadyRun } from "./ready-run.ts";
import type { EvaluationCase } from "./types.ts";

/**
 * Makes the next run's container and removes the last one's while a case is scored and stored, which takes both (some
 * 120 ms with Docker 20.10) out of the time between two runs. Nothing of it goes on while a run is timed: `take` waits.
 */
export class Lookahead {
  readonly #make: (one: EvaluationCase) => Promise<ReadyRun>;
  #next: { ordinal: number; run: Promise<ReadyRun> } | null = null;
  #removals: Promise<void>[] = [];

  constructor(make: (one: EvaluationCase) => Promise<ReadyRun>) {
    this.#make = make;
  }

  /** Begins to make the container for a case's next run; another one that was made ahead is given up. */
  begin(one: EvaluationCase): void {
    if (this.#next?.ordinal === one.ordinal) return;
    this.#giveUp();
    const run = this.#make(one);
    run.catch(() => undefined); // Whoever takes it hears of it.
    this.#next = { ordinal: one.ordinal, run };
  }

  /**
   * The container for a run that begins now, all else being done.
   *
   * @throws RunFailure when the image or the input is at fault, EngineFault for the engine's own failures
   */
  async take(one: EvaluationCase): Promise<ReadyRun> {
    this.begin(one);
    const run = this.#next?.run;
    this.#next = null;
    const [made] = await Promise.allSettled([run, Promise.allSettled(this.#removals)]);
    if (made.status === "rejected") throw made.reason;
    if (!made.value) throw new TypeError("a run was begun and is not there");
    try {
      await this.#settle();
    } catch (error) {
      this.remove(made.value);
      throw error;
    }
    return made.value;
  }

  /** Removes what a run has left, beside whatever comes next. */
  remove(ready: ReadyRun): void {
    this.#track(ready.remove());
  }

  /** Removes what was made ahead and waits until nothing is left. */
  async close(): Promise<void> {
    this.#giveUp();
    await this.#settle();
  }

  #giveUp(): void {
    const given = this.#next?.run;
    this.#next = null;
    if (!given) return;
    this.#track(
      given.then(
        (ready) => ready.remove(),
        () => undefined,
      ),
    );
  }

  #track(removal: Promise<void>): void {
    removal.catch(() => undefined); // `take` and `close` say so.
    this.#removals.push(removal);
  }

  /** Waits for every removal, also after one that failed, and then says so. */
  async #settle(): Promise<void> {
    const ended = await Promise.allSettled(this.#removals.splice(0));
    for (const removal of ended) if (removal.status === "rejected") throw removal.reason;
  }
}
