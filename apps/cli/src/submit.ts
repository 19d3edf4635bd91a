import type { Command } from "commander";
import type { SubmitOptions } from "./submit-run.ts";

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
    .option("--description <text>", "what it is, what it was trained on")
    .option("--paper <url>", "its paper")
    .option("--code <url>", "its code")
    .option("--licence <name>", "its licence")
    .option("--architecture <name>", "its architecture")
    .option("--parameters-million <n>", "its parameters, in millions")
    .option("--pre-training <kind>", "none, self-supervised or supervised")
    .option("--pre-trained-scans <n>", "scans that it was pre-trained on")
    .option("--anonymous", "stay anonymous on the board until the organizers publish it")
    .option("--label-map <pairs|file>", "its labels where they are not the challenge's: 1=8,5=6, or a file of such")
    .option("--no-wait", "do not follow the evaluation")
    .addHelpText(
      "after",
      "\nSet BODYMARK_API_KEY to an API key of your account. Called again after an interruption, it resumes the upload.\n" +
        "Exit code 3: the submission failed, or some of its cases did.",
    )
    .action(async (options: SubmitOptions) => {
      const { runSubmit } = await import("./submit-run.ts");
      process.exitCode = await runSubmit(options);
    });
}
