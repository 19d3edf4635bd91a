// The program behind the step "demo challenge": runs the seed and tells the start, over its channel, what was made.
import { openDataFolder } from "../data-folder.ts";
import { type Demo, readDemo } from "./demo.ts";

interface Seed {
  seedDemo(options: {
    databaseUrl: string;
    dataFolder: string;
    /** What an earlier start made, if one did. */
    known: Demo | undefined;
    say: (line: string) => void;
  }): Promise<Demo>;
}

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error("DATABASE_URL is not set");
const dataFolder = await openDataFolder();
const { seedDemo } = (await import(new URL("../../prisma/seed/index.ts", import.meta.url).href)) as Seed;
const demo = await seedDemo({
  databaseUrl,
  dataFolder,
  known: readDemo(dataFolder),
  say: (line) => {
    console.log(line);
    process.send?.({ say: line });
  },
});
process.send?.({ demo }, undefined, undefined, () => process.disconnect());
