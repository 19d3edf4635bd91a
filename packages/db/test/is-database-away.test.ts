import { expect, test } from "vitest";
import { isDatabaseAway, openDatabase } from "../src/index.ts";

test("a server that does not answer is away, whatever is asked of it", async () => {
  const db = openDatabase("postgresql://nobody:x@127.0.0.1:9/none");
  for (const ask of [
    () => db.worker.findMany(),
    () => db.$queryRaw`select 1`,
    () => db.$transaction(async (tx) => await tx.worker.count()),
  ]) {
    const error = await ask().then(
      () => null,
      (e: unknown) => e,
    );
    expect(isDatabaseAway(error)).toBe(true);
  }
  await db.$disconnect();
});

test("so is one that ends a session, breaks off or starts up, also as a cause; an error of ours is not", () => {
  const raw = (originalCode: string) =>
    Object.assign(new Error("Raw query failed"), {
      code: "P2010",
      meta: { driverAdapterError: { cause: { kind: "postgres", originalCode } } },
    });
  for (const state of ["57P01", "57P02", "57P03", "08006", "53300"]) expect(isDatabaseAway(raw(state))).toBe(true);
  for (const state of ["23505", "42P01", "40001", "57014"]) expect(isDatabaseAway(raw(state))).toBe(false);
  expect(isDatabaseAway(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isDatabaseAway(new Error("outer", { cause: raw("57P01") }))).toBe(true);
  expect(isDatabaseAway(Object.assign(new Error("unique"), { code: "P2002" }))).toBe(false);
  expect(isDatabaseAway(new Error("a bug"))).toBe(false);
  expect(isDatabaseAway(null)).toBe(false);
});
