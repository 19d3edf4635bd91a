import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Lookahead } from "../src/evaluate/lookahead.ts";
import type { ReadyRun } from "../src/evaluate/ready-run.ts";
import type { EvaluationCase } from "../src/evaluate/types.ts";
import { EngineFault } from "../src/run/engine-fault.ts";

const caseOf = (ordinal: number): EvaluationCase => ({ case: `${ordinal}`, ordinal, imagePath: "", labelPath: "" });

/** A maker whose containers take a moment to make and to remove, and that counts what is under way. */
function countingMaker(failing: { make?: number; remove?: number } = {}) {
  const count = { busy: 0, made: 0, removed: 0 };
  const slowly = async (error: Error | null) => {
    count.busy += 1;
    await sleep(20);
    count.busy -= 1;
    if (error) throw error;
  };
  const make = async (one: EvaluationCase) => {
    await slowly(failing.make === one.ordinal ? new EngineFault("not made") : null);
    count.made += 1;
    const remove = async () => {
      await slowly(failing.remove === one.ordinal ? new EngineFault("not removed") : null);
      count.removed += 1;
    };
    return { remove } as ReadyRun;
  };
  return { count, lookahead: new Lookahead(make) };
}

describe("containers made before their turn", () => {
  it("are there at once, and nothing is made or removed while one runs", async () => {
    const { count, lookahead } = countingMaker();
    for (const ordinal of [1, 2, 3]) {
      const ready = await lookahead.take(caseOf(ordinal));
      expect(count).toMatchObject({ busy: 0, made: ordinal, removed: ordinal - 1 });
      await sleep(30); // the run
      expect(count.busy).toBe(0);
      lookahead.remove(ready);
      if (ordinal < 3) lookahead.begin(caseOf(ordinal + 1));
    }
    await lookahead.close();
    expect(count).toEqual({ busy: 0, made: 3, removed: 3 });
  });

  it("are removed when another case comes first, or none at all", async () => {
    const { count, lookahead } = countingMaker();
    lookahead.begin(caseOf(1));
    lookahead.begin(caseOf(2));
    lookahead.remove(await lookahead.take(caseOf(2)));
    lookahead.begin(caseOf(3));
    await lookahead.close();
    expect(count).toEqual({ busy: 0, made: 3, removed: 3 });
  });

  it("that cannot be made are told of when their turn comes", async () => {
    const { count, lookahead } = countingMaker({ make: 2 });
    const first = await lookahead.take(caseOf(1));
    lookahead.remove(first);
    lookahead.begin(caseOf(2));
    await sleep(50);
    await expect(lookahead.take(caseOf(2))).rejects.toThrow("not made");
    await lookahead.close();
    expect(count).toMatchObject({ made: 1, removed: 1 });
  });

  it("are given back when the last one could not be removed", async () => {
    const { count, lookahead } = countingMaker({ remove: 1 });
    lookahead.remove(await lookahead.take(caseOf(1)));
    await expect(lookahead.take(caseOf(2))).rejects.toThrow("not removed");
    await lookahead.close();
    expect(count).toMatchObject({ busy: 0, made: 2, removed: 1 });
  });
});
