// The program behind the step "demo challenge": runs the seed and tells the start, over its channel, what was made.
import { seedDemo } from "../../prisma/seed/index.ts";
import { openDataFolder } from "../data-folder.ts";
import { readDemo } from "./demo.ts";

const { DATABASE_URL: databaseUrl, BODYMARK_SECRET: secret, BODYMARK_URL: url } = process.env;
if (!databaseUrl || !secret || !url) throw new Error("DATABASE_URL, BODYMARK_SECRET and BODYMARK_URL must be set");
const dataFolder = await openDataFolder();
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
process.send?.({ demo }, undefined, undefined, () => process.exit(0));
