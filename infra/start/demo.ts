import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { projectRoot } from "../data-folder.ts";
import { queryOnce } from "../database/query-once.ts";
import { runNode } from "../process/run-node.ts";
import { HOPELESS_DEATHS, type Supervised } from "../process/supervise.ts";
import { StartError } from "../start-error.ts";
import { logAdvice } from "./logs.ts";

const accountSchema = z.object({ role: z.string(), email: z.string(), password: z.string(), apiKey: z.string() });

/** What the seed made: who can sign in, and what there is to see. */
export const demoSchema = z.object({
  accounts: z.array(accountSchema),
  challenge: z.string(),
  phases: z.array(z.string()),
});
export type Demo = z.infer<typeof demoSchema>;

const messageSchema = z.union([z.object({ say: z.string() }), z.object({ demo: demoSchema })]);

/** The demo of an earlier start, passwords and keys included: the database holds only their hashes. */
export function readDemo(dataFolder: string): Demo | undefined {
  const file = join(dataFolder, "demo.json");
  if (!existsSync(file)) return undefined;
  return demoSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
}

export function writeDemo(dataFolder: string, url: string, demo: Demo): void {
  const file = join(dataFolder, "demo.json");
  writeFileSync(file, `${JSON.stringify({ url, ...demo }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Whether an earlier start made the demo and it can still be told how to get in: then there is nothing to seed. */
export async function findDemo(dataFolder: string, databaseUrl: string): Promise<Demo | undefined> {
  const demo = readDemo(dataFolder);
  if (!demo) return undefined;
  const sql = `select 1 from "Challenge" where slug = $1 and visibility = 'public'`;
  return (await queryOnce(databaseUrl, sql, [demo.challenge])).length > 0 ? demo : undefined;
}

/** Makes the demo challenge in a program of its own: it computes for a while, and a start must hear Ctrl-C. */
export async function seedDemo(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}): Promise<Demo> {
  let demo: Demo | undefined;
  await runNode({
    what: "setting up the demo challenge",
    args: [fileURLToPath(new URL("./seed-demo.ts", import.meta.url))],
    cwd: projectRoot,
    env: options.env,
    logFile: options.logFile,
    signal: options.signal,
    onMessage(raw) {
      const message = messageSchema.parse(raw);
      if ("say" in message) options.say(message.say);
      else demo = message.demo;
    },
  });
  if (!demo) throw new StartError("The demo challenge was set up, but did not say how.", logAdvice(options.logFile));
  return demo;
}

const boardSchema = z.object({ entries: z.array(z.object({ submission: z.string() })) });
const LOOK_EVERY_MS = 1_000;

/** Waits until a leaderboard of the demo challenge, asked of the portal as anyone would, shows an entry. */
export async function waitForDemoBoard(options: {
  readonly url: string;
  readonly databaseUrl: string;
  readonly demo: Demo;
  readonly evaluator: Supervised;
  readonly evaluatorLog: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}): Promise<void> {
  const { demo } = options;
  while (true) {
    for (const phase of demo.phases) {
      const address = `${options.url}/api/v1/challenges/${demo.challenge}/phases/${phase}/leaderboard`;
      const response = await fetch(address, { signal: options.signal }).catch(() => undefined);
      options.signal.throwIfAborted();
      const board = response?.ok ? boardSchema.safeParse(await response.json()).data : undefined;
      if (board && board.entries.length > 0) return;
      if (response && !response.ok) options.say(`the portal answers ${response.status} for the leaderboard`);
    }
    const states = await demoStates(options.databaseUrl, demo.challenge);
    if (states.length > 0 && states.every(({ state }) => state === "failed" || state === "cancelled")) {
      const [first] = states;
      const why = first?.failureMessage ?? first?.failureCode ?? first?.state;
      throw new StartError(`The demo's evaluation failed: ${why}.`, logAdvice(options.evaluatorLog));
    }
    if (options.evaluator.deaths() >= HOPELESS_DEATHS) {
      throw new StartError("The evaluator keeps dying.", logAdvice(options.evaluatorLog));
    }
    const current = states.find(({ state }) => state !== "done") ?? states[0];
    if (current)
      options.say(`${current.state}${current.caseCount ? `, ${current.doneCases} of ${current.caseCount} cases` : ""}`);
    await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
}

interface DemoState {
  readonly state: string;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly doneCases: number | null;
  readonly caseCount: number | null;
}

function demoStates(databaseUrl: string, challenge: string): Promise<DemoState[]> {
  return queryOnce<DemoState & Record<string, unknown>>(
    databaseUrl,
    `select s.state, s."failureCode", s."failureMessage", e."doneCases", e."caseCount"
         from "Submission" s
         join "Phase" p on p.id = s."phaseId"
         join "Challenge" c on c.id = p."challengeId" and c.slug = $1
         left join "Evaluation" e on e."submissionId" = s.id
        order by s."createdAt", e.attempt desc`,
    [challenge],
  );
}
