import type { Command } from "commander";

interface SubmitArguments {
  url?: string;
  challenge: string;
  phase: string;
  image: string;
  name?: string;
  wait: boolean;
}

/** `bodymark submit`: uploads an image archive, hands it in, and follows its evaluation. */
export function addSubmitCommand(program: Command): void {
  program
    .command("submit")
    .description("upload an image archive to a challenge and follow its evaluation")
    .option("--url <url>", "the platform (default: BODYMARK_URL)")
    .requiredOption("--challenge <slug>", "the challenge")
    .requiredOption("--phase <slug>", "the phase")
    .requiredOption("--image <tar>", "what `docker save` wrote, plain or compressed")
    .option("--name <name>", "the algorithm's name (default: the file's name)")
    .option("--no-wait", "do not follow the evaluation")
    .addHelpText(
      "after",
      "\nSet BODYMARK_API_KEY to an API key of your account. Called again after an interruption, it resumes the upload.\n" +
        "Exit code 3: the submission failed, or some of its cases did.",
    )
    .action(async (options: SubmitArguments) => {
      const { runSubmit } = await import("./submit-run.ts");
      process.exitCode = await runSubmit(options);
    });
}
