import type { Command } from "commander";
import { EXIT } from "./exit-codes.ts";

interface ScoreArguments {
  reference: string;
  prediction: string;
  structures: string;
  metrics: string;
  preset: string;
  casesCsv?: string;
  workers?: string;
  out?: string;
}

/** `bodymark score`: scores one label map, or folders of them, against the reference. */
export function addScoreCommand(program: Command): void {
  program
    .command("score")
    .description("score predicted label maps against the reference")
    .requiredOption(
      "--reference <path>",
      "label map (.nii, .nii.gz, .mha, .mhd, .nrrd), folder of them, or segmentations/ masks",
    )
    .requiredOption("--prediction <path>", "the same, matched by name")
    .requiredOption("--structures <file>", "JSON file that lists the structures")
    .option(
      "--metrics <list>",
      "metrics, separated by commas: dice, nsd, assd, hd95 or any percentile hd1 to hd100, hd, volume-error",
      "dice,nsd,hd95,assd",
    )
    .option("--preset <name>", "definition: surface-distance, bodymaps-2024, monai or flare", "surface-distance")
    .option(
      "--cases-csv <file>",
      "table whose column not-annotated names structures that are not scored (default: cases.csv in or above the reference folder)",
    )
    .option("--workers <n>", "cases scored at a time (default: one for each core)")
    .option("--out <file>", "write the JSON here instead of to standard output")
    .action(async (options: ScoreArguments) => {
      const { runScore } = await import("./score-run.ts");
      process.exitCode = (await runScore(options)) ? EXIT.done : EXIT.someCasesFailed;
    });
}
