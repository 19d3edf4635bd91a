import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { suiteDataFolder } from "./start-bodymark.ts";

export type DemoRole = "participant" | "organizer" | "operator";

interface Demo {
  url: string;
  accounts: { role: DemoRole; email: string; password: string; apiKey: string }[];
  challenge: string;
  phases: string[];
}

/** What the start of the suite's platform wrote into demo.json. */
export function demo(): Demo {
  return JSON.parse(readFileSync(join(suiteDataFolder(), "demo.json"), "utf8"));
}

/** Signs one of the demo's accounts in and ends at `next`, a path. */
export async function signInAs(page: Page, role: DemoRole, next: string): Promise<void> {
  const account = demo().accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has no ${role}`);
  await signIn(page, account, next);
}
