import { defineConfig } from "vitest/config";

/**
 * Where the integration tests run in two lanes, this one's folders are left out: the engine's lane has what may use the one
 * engine, in turn; the database's has the rest.
 */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  engine: ["packages/**", "apps/portal/**"],
  database: ["apps/cli/**", "evaluator/**", "infra/**", "tests/**"],
};

/** Test projects: `unit` needs nothing; `integration` needs the database and engine that `npm test` brings up. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/test/**/*.test.ts",
            "apps/cli/test/**/*.test.ts",
            "evaluator/test/**/*.test.ts",
            "apps/portal/test/**/*.test.ts",
            "infra/**/*.test.ts",
          ],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: ["**/node_modules/**", ...(LEFT_OUT[process.env.BODYMARK_TEST_LANE ?? ""] ?? [])],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
