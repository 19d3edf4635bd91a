import type { Command } from "commander";

/** `bodymark challenge`: a challenge as files, kept in a folder with challenge.yaml. */
export function addChallengeCommand(program: Command): void {
  const challenge = program.command("challenge").description("keep a challenge as files: challenge.yaml, pages, cases");
  challenge
    .command("init")
    .description("write a challenge.yaml to begin with")
    .argument("[dir]", "a folder without one", ".")
    .option("--preset <name>", "bodymaps-2024, abdomenatlas-1.1 or flare-22")
    .option("--slug <slug>", "the challenge's address", "my-challenge")
    .action(async (dir: string, options) => {
      const { runInit } = await import("./challenge-init.ts");
      await runInit(dir, options);
    });
  challenge
    .command("diff")
    .description("tell what `apply` would change; changes nothing")
    .argument("[dir]", "the folder with challenge.yaml", ".")
    .option("--url <url>", "the platform (default: BODYMARK_URL)")
    .option("--prune", "also tell which cases would be removed")
    .option("--json", "as JSON")
    .action(async (dir: string, options) => {
      const { runDiff } = await import("./challenge-diff.ts");
      process.exitCode = await runDiff(dir, options);
    });
  challenge
    .command("apply")
    .description("bring the platform to what the folder says; applied again it changes nothing")
    .argument("[dir]", "the folder with challenge.yaml", ".")
    .option("--url <url>", "the platform (default: BODYMARK_URL)")
    .option("--prune", "remove cases that the folder does not have")
    .option("--reason <text>", "confirms changes of phases that have opened; shown on their boards")
    .option("--overwrite", "also undo what was changed on the platform since the folder was last applied or exported")
    .option("--json", "tell the outcome as JSON")
    .action(async (dir: string, options) => {
      const { runApply } = await import("./challenge-apply.ts");
      process.exitCode = await runApply(dir, options);
    });
  challenge
    .command("export")
    .description("write a challenge of the platform as files")
    .argument("<slug>", "the challenge")
    .argument("[dir]", "an empty or new folder (default: the slug)")
    .option("--url <url>", "the platform (default: BODYMARK_URL)")
    .option("--no-cases", "without scans and labels")
    .action(async (slug: string, dir: string | undefined, options) => {
      const { runExport } = await import("./challenge-export.ts");
      await runExport(slug, dir ?? slug, options);
    });
  challenge.addHelpText(
    "after",
    "\nSet BODYMARK_API_KEY to an API key of an organizer. docs/organizers.md shows every field.",
  );
}
