// The command line with `score` alone, bundled into one file: the command whose cold start counts most.
import { runProgram } from "./run-program.ts";
import { addScoreCommand } from "./score.ts";

void runProgram({ score: async () => addScoreCommand });
