import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { join } from "node:path";

/** A worker's way to the database, which a test can cut. */
export interface CuttableDatabase {
  /** Connection string through this way. */
  url: string;
  /** From now on nothing passes in either direction, and nobody is told: like a cable pulled out. */
  cut(): void;
  /** The cable is back: what was on its way arrives late, as TCP does it. */
  mend(): void;
  close(): Promise<void>;
}

/**
 * Listens on a socket file in `folder` and passes everything on to the database at `url`. A file is reached from any
 * network namespace, so a worker can be put into one that has no network at all.
 */
export async function openCuttableDatabase(url: string, folder: string): Promise<CuttableDatabase> {
  const database = new URL(url);
  const pairs = new Set<readonly [Socket, Socket]>();
  let whole = true;
  const server: Server = createServer({ pauseOnConnect: true }, (near) => {
    const far = dial({ host: database.hostname, port: Number(database.port || 5432) });
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (chunk) => to.write(chunk));
      from.on("error", end);
      from.on("close", end);
      if (!whole) from.pause();
    }
    if (whole) near.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(join(folder, ".s.PGSQL.5432"), resolve);
  });
  const through = new URL(url);
  through.hostname = "localhost";
  through.port = "5432";
  through.searchParams.set("host", folder);
  return {
    url: through.href,
    cut() {
      whole = false;
      for (const socket of [...pairs].flat()) socket.pause();
    },
    mend() {
      whole = true;
      for (const socket of [...pairs].flat()) socket.resume();
    },
    async close() {
      for (const socket of [...pairs].flat()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
