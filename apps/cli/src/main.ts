import { COMMANDS } from "./commands.ts";
import { runProgram } from "./run-program.ts";

await runProgram(COMMANDS);
