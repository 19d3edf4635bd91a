import pg from "pg";

/** Statements about whole databases, sent while connected to the server's own `postgres` database. */
async function onMaintenanceDatabase(url, work) {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1));
  address.pathname = "/postgres";
  address.searchParams.delete("schema");
  const client = new pg.Client({ connectionString: address.toString() });
  await client.connect();
  try {
    return await work(client, database);
  } finally {
    await client.end();
  }
}

/** Creates the database that `url` names unless it is there; answers its name. */
export function createDatabase(url) {
  return onMaintenanceDatabase(url, async (client, database) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    return database;
  });
}

export function dropDatabase(url) {
  return onMaintenanceDatabase(url, (client, database) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(database)}`),
  );
}

export async function checkConnection(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.end();
}
