/** Something the person at the keyboard can mend. Printed without a stack; the program ends with 1. */
export class StartError extends Error {
  override readonly name = "StartError";
  /** What to do, one sentence or command a line. */
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }

  describe(): string {
    return [this.message, ...this.advice.map((line) => `  ${line}`)].join("\n");
  }
}
