#!/usr/bin/env node
// Prisma's CLI talks to a native `schema-engine` program by JSON-RPC over standard input and output, and would
// download that program from a server of its own. This one speaks the same protocol with the official WebAssembly
// build from npm over adapter-pg, so `prisma migrate` needs nothing but npm. Set by prisma.config.ts.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { connectionOf, MigrationAdapter } from "./schema-engine/adapter.mjs";
import { loadEngine } from "./schema-engine/load-engine.mjs";
import { checkConnection, createDatabase, dropDatabase } from "./schema-engine/maintenance.mjs";

const args = process.argv.slice(2);
const valuesOf = (name) => args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));
const url = JSON.parse(valuesOf("--datasource")[0] ?? "{}").url ?? process.env.DATABASE_URL;

if (args.includes("--version")) console.log(`schema-engine-cli ${(await loadEngine()).version()}`);
else if (args.includes("cli")) await runCommand();
else serve();

/** `schema-engine cli <command>`: the connection check and creating or dropping a database. */
async function runCommand() {
  const log = (level, fields) =>
    console.error(
      JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" }),
    );
  try {
    if (args.includes("can-connect-to-database")) await checkConnection(url);
    else if (args.includes("create-database")) await createDatabase(url);
    else if (args.includes("drop-database")) await dropDatabase(url);
  } catch (error) {
    const codes = { "3D000": "P1003", "28P01": "P1000" };
    log("INFO", { message: "schema engine on WebAssembly" }); // the CLI skips the first line
    log("ERROR", { message: error.message, error_code: codes[error.code] ?? "P1001", is_panic: false, meta: {} });
    process.exitCode = 1;
  }
}

/** Answers JSON-RPC requests one after the other until standard input ends. */
function serve() {
  let panic;
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panic = message;
    },
  };

  let factory;
  let opening;
  async function open() {
    const bindings = await loadEngine();
    const datamodels = await Promise.all(
      valuesOf("--datamodels").map(async (path) => [path, await readFile(path, "utf8")]),
    );
    const schema = new URL(url).searchParams.get("schema") ?? undefined;
    factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(connectionOf(url), { schema }));
    const debug = (message) => process.env.DEBUG && console.error(message);
    return bindings.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, debug, factory);
  }
  const engine = () => {
    opening ??= open();
    return opening;
  };

  /** Methods whose result has another shape here than in the native program; the rest pass through. */
  const methods = {
    createDatabase: async () => ({ databaseName: await createDatabase(url) }),
    getDatabaseVersion: async (params) => (await engine()).version(params),
    reset: async (params) => {
      await (await engine()).reset(params);
      return {};
    },
    dbExecute: async (params) => {
      await (await engine()).dbExecute(params);
      return {};
    },
  };

  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

  function detailsOf(error) {
    const thrown = error?.id === undefined ? undefined : factory?.errorRegistry?.consumeError?.(error.id)?.error;
    return {
      is_panic: error instanceof WebAssembly.RuntimeError,
      message: String(thrown?.message ?? panic ?? error?.message ?? error),
      error_code: error?.code ?? null,
      meta: error?.meta ?? null,
    };
  }

  async function answer(line) {
    const { id, method, params } = JSON.parse(line);
    if (!method) return; // the CLI acknowledges a print
    try {
      const own = methods[method];
      const result = own ? await own(params) : await (await engine())[method](params);
      // The native program prints a diff by a call of its own; the WebAssembly build returns it.
      if (method === "diff" && params.script !== undefined && result?.stdout != null) {
        send({ id: `print-${id}`, method: "print", params: { content: result.stdout } });
      }
      send({ id, result: result ?? {} });
    } catch (error) {
      if (process.env.DEBUG) console.error(error, panic);
      const message = "An error happened. Check the data field for details.";
      send({ id, error: { code: 4466, message, data: detailsOf(error) } });
    }
  }

  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      queue = queue.then(() => answer(line));
    })
    .on("close", () => queue.then(() => process.exit(0)));
}
