import type { Command } from "commander";

/** `bodymark verify`: holds a result bundle against a portal's public key, offline. */
export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("tell whether a result bundle is as its portal signed it; needs no network")
    .argument("<bundle>", "the file from GET /api/v1/submissions/{id}/bundle")
    .requiredOption("--key <file>", "the portal's public key in PEM, from <portal>/.well-known/bodymark.pem")
    .option("--commitment <bundle>", "an earlier bundle of the same evaluation, whose commitment this one must open")
    .action(async (bundle: string, options: { key: string; commitment?: string }) => {
      const { runVerify } = await import("./verify-run.ts");
      await runVerify(bundle, options);
    });
}
