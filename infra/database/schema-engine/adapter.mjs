import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const CHAR_OID = 18;
const TEXT_OID = 25;
const taught = Symbol("reads catalog char columns");

/**
 * The catalog's one-byte `"char"` columns (oid 18), which the schema engine reads, are refused by adapter-pg
 * (prisma/orm#27403). They are fetched as text and handed on as characters. The patch goes on the class that
 * adapters and transactions share.
 */
function readCharColumns(adapter) {
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  if (queryable[taught] || typeof queryable.performIO !== "function") return adapter;
  const queryRaw = queryable.queryRaw;
  queryable[taught] = true;
  queryable.queryRaw = async function (query) {
    const answer = await this.performIO(query);
    const charColumns = answer.fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const index of charColumns) answer.fields[index].dataTypeID = TEXT_OID;
    const replay = { performIO: async () => answer, pgOptions: this.pgOptions };
    const rows = await queryRaw.call(replay, query);
    for (const index of charColumns) rows.columnTypes[index] = ColumnTypeEnum.Character;
    return rows;
  };
  return adapter;
}

/** adapter-pg over one database, with a shadow database that is always dropped again. */
export class MigrationAdapter extends PrismaPg {
  constructor(connection, options) {
    super(connection, options);
    this.connection = connection;
    this.adapterOptions = options;
  }

  async connect() {
    return readCharColumns(await super.connect());
  }

  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_${randomUUID()}`;
    await this.administer(`create database "${database}"`);
    const shadow = await new MigrationAdapter({ ...this.connection, database }, this.adapterOptions).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await this.administer(`drop database if exists "${database}" with (force)`);
    };
    return shadow;
  }

  async administer(statement) {
    const client = new pg.Client({ ...this.connection, database: "postgres" });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

/**
 * Connection settings field by field: given a connection string, adapter-pg would open its shadow pool on the
 * main database without a word.
 */
export function connectionOf(url) {
  const address = new URL(url);
  const sslMode = address.searchParams.get("sslmode") ?? "";
  const schema = address.searchParams.get("schema");
  return {
    host: decodeURIComponent(address.hostname).replace(/^\[|\]$/g, "") || "localhost",
    port: Number(address.port || 5432),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)),
    max: 2,
    ...(/^(require|verify-ca|verify-full)$/.test(sslMode)
      ? { ssl: { rejectUnauthorized: sslMode !== "require" } }
      : {}),
    ...(schema ? { options: `-c search_path="${schema}"` } : {}),
  };
}
