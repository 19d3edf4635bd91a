import { defineConfig } from "@playwright/test";
import { findProgram } from "./infra/engine/install-packages.ts";
import { findFreePort } from "./infra/process/free-port.ts";

// Chosen once: the workers inherit the environment of the process that loads this first.
process.env.BODYMARK_E2E_PORT ??= String(await findFreePort());

/** End-to-end tests: a real browser against a whole platform that the suite starts and stops by itself. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL: `http://localhost:${process.env.BODYMARK_E2E_PORT}`,
    trace: "retain-on-failure",
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? findProgram("chromium") ?? "chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
