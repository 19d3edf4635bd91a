// The program behind the step "demo challenge": runs the seed and tells the start, over its channel, what was made.
import { openDataFolder } from "../data-folder.ts";
import { type Demo, readDemo } from "./demo.ts";

interface Seed {
  seedDemo(options: {
    databaseUrl: string;
    dataFolder: string;
    /** What an earlier start made, if one did. */
    known: Demo | undefined;
    secret: string;
    url: string;
    say: (line: string) => void;
  }): Promise<Demo>;
}

const { DATABASE_URL: databaseUrl, BODYMARK_SECRET: secret, BODYMARK_URL: url } = process.env;
if (!databaseUrl || !secret || !url) throw new Error("DATABASE_URL, BODYMARK_SECRET and BODYMARK_URL must be set");
const dataFolder = await openDataFolder();
const { seedDemo } = (await import(new URL("../../prisma/seed/index.ts", import.meta.url).href)) as Seed;
const demo = await seedDemo({
  databaseUrl,
  dataFolder,
  known: readDemo(dataFolder),
  secret,
  url,
  say: (line) => {
    console.log(line);
    process.send?.({ say: line });
  },
});
process.send?.({ demo }, undefined, undefined, () => process.disconnect());
