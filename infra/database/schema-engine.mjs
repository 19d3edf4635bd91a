#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine` binary: speaks the same JSON-RPC-over-stdio protocol,
// but runs the official @prisma/schema-engine-wasm (published on npm) over the official @prisma/adapter-pg.
// Used through PRISMA_SCHEMA_ENGINE_BINARY, so no download of a native engine is needed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const argv = process.argv.slice(2);
const opt = (n) => {
  const i = argv.indexOf(n);
  return i < 0 ? undefined : argv[i + 1];
};
const opts = (n) => argv.flatMap((a, i) => (a === n ? [argv[i + 1]] : []));

async function loadWasm() {
  const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasmPath = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), { "./schema_engine_bg.js": bg });
  bg.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bg;
}
if (argv.includes("--version")) {
  console.log(`schema-engine-cli ${(await loadWasm()).version()}`);
  process.exit(0);
}

const ds = JSON.parse(opt("--datasource") ?? "{}");
const url = ds.url ?? process.env.DATABASE_URL;
async function maintenance(fn) {
  const u = new URL(url);
  const db = decodeURIComponent(u.pathname.slice(1));
  u.pathname = "/postgres";
  u.searchParams.delete("schema");
  const c = new pg.Client({ connectionString: u.toString() });
  await c.connect();
  try {
    return await fn(c, db);
  } finally {
    await c.end();
  }
}
const createDb = () =>
  maintenance(async (c, db) => {
    const { rowCount } = await c.query("select 1 from pg_database where datname=$1", [db]);
    if (!rowCount) await c.query(`CREATE DATABASE ${pg.escapeIdentifier(db)}`);
    return db;
  });

if (argv.includes("cli")) {
  const log = (level, fields) =>
    console.error(
      JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" }),
    );
  try {
    if (argv.includes("can-connect-to-database")) {
      const c = new pg.Client({ connectionString: url });
      await c.connect();
      await c.end();
    } else if (argv.includes("create-database")) await createDb();
    else if (argv.includes("drop-database"))
      await maintenance((c, db) => c.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(db)}`));
    process.exit(0);
  } catch (e) {
    const error_code = e.code === "3D000" ? "P1003" : e.code === "28P01" ? "P1000" : "P1001";
    log("INFO", { message: "schema-engine shim" }); // the CLI drops the first stderr line
    log("ERROR", { message: e.message, error_code, is_panic: false, meta: {} });
    process.exit(1);
  }
}

// adapter-pg rejects the catalog's "char" columns (oid 18; prisma/orm#27403): the engine wants them as Character.
function teachCharColumns(adapter) {
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter)); // PgQueryable: adapters and transactions
  if (queryable.__char || typeof queryable.performIO !== "function") return adapter;
  const queryRaw = queryable.queryRaw;
  queryable.__char = true;
  queryable.queryRaw = async function (query) {
    const io = await this.performIO(query);
    const chars = io.fields.flatMap((x, i) => (x.dataTypeID === 18 ? [i] : []));
    for (const i of chars) io.fields[i].dataTypeID = 25;
    const set = await queryRaw.call({ performIO: async () => io, pgOptions: this.pgOptions }, query);
    for (const i of chars) set.columnTypes[i] = ColumnTypeEnum.Character;
    return set;
  };
  return adapter;
}
function connectionConfig(u) {
  // no connectionString: with one, adapter-pg's shadow pool would silently reuse the MAIN database
  const x = new URL(u);
  return {
    host: decodeURIComponent(x.hostname).replace(/^\[|\]$/g, "") || "localhost",
    port: Number(x.port || 5432),
    user: decodeURIComponent(x.username),
    password: decodeURIComponent(x.password),
    database: decodeURIComponent(x.pathname.slice(1)),
    ssl: /^(require|verify-ca|verify-full)$/.test(x.searchParams.get("sslmode") ?? "")
      ? { rejectUnauthorized: x.searchParams.get("sslmode") !== "require" }
      : undefined,
    max: 2,
    options: x.searchParams.get("schema") ? `-c search_path="${x.searchParams.get("schema")}"` : undefined,
  };
}
class SchemaEnginePg extends PrismaPg {
  constructor(cfg, options) {
    super(cfg, options);
    this.cfg = cfg;
    this.opt = options;
  }
  async connect() {
    return teachCharColumns(await super.connect());
  }
  async connectToShadowDb() {
    // own shadow database: created on the same server, always dropped
    const database = `prisma_migrate_shadow_db_${globalThis.crypto.randomUUID()}`;
    const admin = async (sql) => {
      const c = new pg.Client({ ...this.cfg, database: "postgres" });
      await c.connect();
      try {
        await c.query(sql);
      } finally {
        await c.end();
      }
    };
    await admin(`CREATE DATABASE "${database}"`);
    const adapter = await new SchemaEnginePg({ ...this.cfg, database }, this.opt).connect();
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    };
    return adapter;
  }
}

let panicMessage;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(m) {
    panicMessage = m;
  },
};
let factory, enginePromise;
async function engine() {
  enginePromise ??= (async () => {
    const bg = await loadWasm();
    const datamodels = await Promise.all(opts("--datamodels").map(async (p) => [p, await readFile(p, "utf8")]));
    const schema = url ? (new URL(url).searchParams.get("schema") ?? undefined) : undefined;
    factory = bindMigrationAwareSqlAdapterFactory(new SchemaEnginePg(connectionConfig(url), { schema }));
    return bg.SchemaEngine.new(
      { datamodels: datamodels.length ? datamodels : undefined },
      (m) => process.env.DEBUG && console.error(m),
      factory,
    );
  })();
  return enginePromise;
}
const handlers = {
  createDatabase: async () => ({ databaseName: await createDb() }),
  getDatabaseVersion: async (e, p) => e.version(p),
  reset: async (e, p) => {
    await e.reset(p);
    return {};
  },
  dbExecute: async (e, p) => {
    await e.dbExecute(p);
    return {};
  },
};
const out = (o) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...o })}\n`);
let chain = Promise.resolve();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    chain = chain.then(async () => {
      const { id, method, params } = JSON.parse(line);
      if (!method) return; // the CLI's acknowledgement of a print call
      try {
        const h = handlers[method];
        const result = h
          ? await h(method === "createDatabase" ? null : await engine(), params)
          : await (await engine())[method](params);
        if (method === "diff" && params.script !== undefined && result?.stdout != null) {
          out({ id: `print-${id}`, method: "print", params: { content: result.stdout } });
        }
        out({ id, result: result ?? {} });
      } catch (e) {
        if (process.env.DEBUG) console.error(e, panicMessage);
        const captured =
          e?.kind === "ExternalError" || e?.id !== undefined
            ? factory?.errorRegistry?.consumeError?.(e.id)?.error
            : undefined;
        out({
          id,
          error: {
            code: 4466,
            message: "An error happened. Check the data field for details.",
            data: {
              is_panic: e instanceof WebAssembly.RuntimeError,
              message: String(captured?.message ?? panicMessage ?? e?.message ?? e),
              error_code: e?.code ?? null,
              meta: e?.meta ?? null,
            },
          },
        });
      }
    });
  })
  .on("close", () => chain.then(() => process.exit(0)));
