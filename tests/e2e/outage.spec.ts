import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { demo } from "./support/demo.ts";
import { suiteDataFolder } from "./support/start-bodymark.ts";

const processes = () => JSON.parse(readFileSync(join(suiteDataFolder(), "processes.json"), "utf8")).programs;

test("portal and evaluator killed outright are started again and nothing is lost", async ({ request }) => {
  const { challenge, phases } = demo();
  const address = `/api/v1/challenges/${challenge}/phases/${phases[0]}/leaderboard`;
  const before = (await (await request.get(address)).json()).entries.length;
  const killed = processes();
  for (const pid of Object.values<number>(killed)) process.kill(pid, "SIGKILL");

  await expect(async () => {
    const now = processes();
    for (const name of ["portal", "evaluator"]) {
      expect(now[name]).toBeGreaterThan(0);
      expect(now[name]).not.toBe(killed[name]);
    }
    expect((await request.get("/api/health")).ok()).toBe(true);
  }).toPass({ timeout: 30_000 });
  expect((await (await request.get(address)).json()).entries.length).toBeGreaterThanOrEqual(before);
});
