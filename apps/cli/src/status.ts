import type { Command } from "commander";

/** `bodymark status`: where a submission stands, as JSON. */
export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("tell where a submission stands")
    .argument("<id>", "the submission, sub_…")
    .option("--url <url>", "the platform (default: BODYMARK_URL, else http://localhost:3000)")
    .action(async (id: string, options: { url?: string }) => {
      const { runStatus } = await import("./status-run.ts");
      await runStatus(id, options);
    });
}
