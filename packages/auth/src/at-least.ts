/**
 * Does `work` and answers no sooner than after `floorMs`, whether it succeeds or fails: how long an answer takes must
 * not tell whether an account exists. The floor is well above what any of the ways takes.
 */
export async function atLeast<T>(floorMs: number, work: () => Promise<T>): Promise<T> {
  const floor = new Promise<void>((resolve) => setTimeout(resolve, floorMs));
  try {
    return await work();
  } finally {
    await floor;
  }
}
