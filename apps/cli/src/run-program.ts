import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { AddCommand } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";

/** Runs the command that the command line names, and sets the process's exit code. */
export async function runProgram(commands: Readonly<Record<string, () => Promise<AddCommand>>>): Promise<void> {
  const program = new Command("bodymark")
    .description("Scores, runs and ranks medical image segmentation submissions")
    .version(manifest.version)
    .showHelpAfterError("(add --help for the options)")
    .exitOverride();
  try {
    const called = commands[process.argv[2] ?? ""];
    for (const load of called ? [called] : Object.values(commands)) (await load())(program);
    for (const command of program.commands) command.copyInheritedSettings(program);
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong on stderr and gives the exit code for it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bodymark: ${message}\n`);
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    process.stderr.write(`  because: ${cause.message}\n`);
  }
  return isUsageError(error) ? EXIT.usage : EXIT.failed;
}

/** Told by its code, not its class, so that the start does not load the contracts. */
function isUsageError(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "usage";
}
