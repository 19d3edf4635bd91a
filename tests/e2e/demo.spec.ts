import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { demo } from "./support/demo.ts";
import { suiteDataFolder } from "./support/start-bodymark.ts";

test("a start writes the demo's accounts where only this account reads them", async ({ baseURL }) => {
  expect(statSync(join(suiteDataFolder(), "demo.json")).mode & 0o777).toBe(0o600);
  const { url, accounts, challenge, phases } = demo();
  expect(url).toBe(baseURL);
  expect(accounts.map(({ role }) => role).sort()).toEqual(["operator", "organizer", "participant"]);
  for (const account of accounts) expect(Object.values(account).every(Boolean)).toBe(true);
  expect(typeof challenge).toBe("string");
  expect(phases.length).toBeGreaterThan(1);
});

test("once the ready line is out, a leaderboard shows a baseline that was really evaluated", async ({ request }) => {
  const { challenge, phases } = demo();
  const boards = await Promise.all(
    phases.map(async (phase) =>
      (await request.get(`/api/v1/challenges/${challenge}/phases/${phase}/leaderboard`)).json(),
    ),
  );
  const entries = boards.flatMap((board) => board.entries);
  expect(entries.length).toBeGreaterThan(0);
  expect(entries[0].dice).toBeGreaterThan(0.4);
  expect(entries[0].medianMs).toBeGreaterThan(0);
});
