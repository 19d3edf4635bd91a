import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

const MIGRATIONS = new URL("../../prisma/migrations/", import.meta.url);

/** A database of a test file's own, with all migrations; `drop` removes it. */
export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Makes an empty migrated database on the server of `DATABASE_URL`, so that tests never see each other's rows. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env.DATABASE_URL;
  if (!server) throw new Error("DATABASE_URL is not set; run the tests with `npm test`");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const folder of (await readdir(MIGRATIONS, { withFileTypes: true }))
      .filter((f) => f.isDirectory())
      .map((f) => f.name)
      .sort()) {
      await client.query(await readFile(new URL(`${folder}/migration.sql`, MIGRATIONS), "utf8"));
    }
  } finally {
    await client.end();
  }
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
