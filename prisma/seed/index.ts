import { createAuth } from "@bodymark/auth";
import { openDatabase } from "@bodymark/db";
import { openQueue } from "@bodymark/queue";
import { openObjectStore, readObjectStoreSettings } from "@bodymark/storage";
import { buildBaselineImages } from "./build-baseline-images.ts";
import type { DemoAccount } from "./demo-accounts.ts";
import { DEMO } from "./demo-texts.ts";
import { renewDemoAccounts } from "./renew-demo-accounts.ts";
import { seedDemo as seed } from "./seed-demo.ts";

/** What a start tells people of the demo: who can sign in, and what there is to see. */
export interface Demo {
  accounts: { role: string; email: string; password: string; apiKey: string }[];
  challenge: string;
  phases: string[];
}

export interface SeedOptions {
  databaseUrl: string;
  dataFolder: string;
  /** What an earlier start made and wrote down, if one did. */
  known: Demo | undefined;
  secret: string;
  url: string;
  say: (line: string) => void;
}

/** Makes sure that the demo is there, and says how to get in. Can be broken off and called again at any point. */
export async function seedDemo(options: SeedOptions): Promise<Demo> {
  const db = openDatabase(options.databaseUrl, { poolSize: 4 });
  const store = await openObjectStore(readObjectStoreSettings());
  const queue = await openQueue(options.databaseUrl, { onError: (error) => options.say(`queue: ${error.message}`) });
  try {
    const auth = createAuth({ database: db, secret: options.secret, baseUrl: options.url });
    const seeded = await seed({
      db,
      store,
      queue,
      auth,
      images: () => buildBaselineImages(options.dataFolder),
      onProgress: options.say,
    });
    const known = seeded ? undefined : options.known;
    const accounts = known?.accounts ?? (seeded?.accounts ?? (await renewDemoAccounts(auth, db))).map(toPublic);
    return { accounts, challenge: DEMO.slug, phases: [DEMO.phases.debug.slug, DEMO.phases.final.slug] };
  } finally {
    await queue.close();
    store.close();
    await db.$disconnect();
  }
}

function toPublic({ role, email, password, apiKey }: DemoAccount): Demo["accounts"][number] {
  return { role, email, password, apiKey };
}
