import type { Command } from "commander";
import type { EvaluateArguments } from "./evaluate-options.ts";

/** `bodymark evaluate`: the server's own evaluation of an image, on this machine. */
export function addEvaluateCommand(program: Command): void {
  program
    .command("evaluate")
    .description("run an image over cases in the sandbox, time and score it, as the server does")
    .requiredOption("--image <tar|name>", "archive of `docker save`, or an image that the engine has")
    .requiredOption("--cases <dir>", "folder with images/<case>.nii.gz and labels/<case>.nii.gz")
    .requiredOption("--structures <file>", "JSON file that lists the structures")
    .requiredOption("--out <dir>", "folder for result.json")
    .option("--profile <name>", "bodymaps, flare, suprem, grand-challenge or strict", "bodymaps")
    .option("--input-slug <slug>", "grand-challenge: the scan is in /input/images/<slug>/", "ct")
    .option("--output-slug <slug>", "grand-challenge: the answer is in /output/images/<slug>/", "segmentation")
    .option("--case-timeout-s <seconds>", "time limit of a case", "600")
    .option("--memory <size>", "memory limit, swap included", "8g")
    .option("--shm-size <size>", "size of /dev/shm", "8g")
    .option("--cpus <n>", "cores to pin to", "2")
    .option("--pids <n>", "most processes and threads", "1024")
    .option("--disk <size>", "what a container may write", "10g")
    .option("--image-size <size>", "most bytes of the image, unpacked", "20g")
    .option("--gpus <which>", "none, all, or a UUID", "none")
    .option("--repeats <n>", "runs of each case; the median is the time, the first is scored", "1")
    .option(
      "--preset <name>",
      "definition of the metrics: surface-distance, bodymaps-2024, monai or flare",
      "surface-distance",
    )
    .option("--label-map <pairs|file>", "the image's labels where they are not the list's: 1=8,5=6, or a file of such")
    .option("--sandbox <way>", "auto, userns or readonly", "auto")
    .option("--keep-predictions", "write the checked outputs to predictions/")
    .addHelpText(
      "after",
      "\nThe engine is found by DOCKER_HOST, or at its default socket. Ctrl-C stops the container and cleans up.",
    )
    .action(async (options: EvaluateArguments) => {
      const { runEvaluate } = await import("./evaluate-run.ts");
      process.exitCode = await runEvaluate(options);
    });
}
